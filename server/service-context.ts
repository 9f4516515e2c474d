import { randomUUID } from 'node:crypto'
import type { SessionUser } from '#shared/users.ts'
import type { Database } from './database/database.ts'

/** The session a call came with. Never its token. */
export interface Session {
  id: string
  createdAt: Date
  expiresAt: Date
  /** When the user last proved who they are: at the sign-in or since. */
  confirmedAt: Date
}

/** Who does something. */
export interface Actor {
  user: SessionUser
  session: Session
  /** The admin who acts as the user. */
  impersonator: { id: string; name: string } | null
}

/** Signs what the audit log keeps; the keys never leave it. */
export interface AuditSigner {
  sign(content: string): Signature
  /** Whether the content was signed so; null when no key has the id. */
  check(content: string, signature: Signature): boolean | null
}

export interface Signature {
  keyId: string
  mac: string
}

/** What every domain function gets first; `actor` is null when nobody is signed in. */
export interface ServiceContext {
  db: Database
  actor: Actor | null
  requestId: string
  clientAddress: string
  /** The User-Agent header, shortened; null for programs that send none. */
  device: string | null
  now: Date
  audit: AuditSigner
}

/** The context of a function that only the signed-in may reach. */
export type ActorContext = ServiceContext & { actor: Actor }

/** The context of work that no signed-in user asked for: `device` names what does it, such as `command line`. */
export function createSystemContext(options: {
  db: Database
  audit: AuditSigner
  device: string
  now?: Date
}): ServiceContext {
  const { db, audit, device, now = new Date() } = options
  return { db, actor: null, requestId: randomUUID(), clientAddress: 'local', device, now, audit }
}
