import type { SessionUser } from '#shared/users.ts'
import type { Database } from './database/database.ts'

/** The session a call came with. Never its token. */
export interface Session {
  id: string
  createdAt: Date
  expiresAt: Date
}

/** Who does something. */
export interface Actor {
  user: SessionUser
  session: Session
}

/** What every domain function gets first; `actor` is null for who is not signed in. */
export interface ServiceContext {
  db: Database
  actor: Actor | null
  requestId: string
  clientAddress: string
  now: Date
}

/** The context of a function that only the signed-in may reach. */
export type ActorContext = ServiceContext & { actor: Actor }
