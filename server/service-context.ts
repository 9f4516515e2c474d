import { randomUUID } from 'node:crypto'
import type { GivenDetails, PersonDetails, PersonFieldView } from '#shared/person-details.ts'
import type { PersonExport } from '#shared/security.ts'
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

/** The key that a program calls with. Never its secret. */
export interface ActingKey {
  id: string
  name: string
  permissions: readonly string[]
  expiresAt: Date
}

/** Who does something: a person in a session, or a program with a key of theirs. */
export interface Actor {
  user: SessionUser
  /** Null for a program. */
  session: Session | null
  /** Null for a person. */
  key: ActingKey | null
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

/** A user who was made a moment ago. */
export interface NewUser {
  id: string
  name: string
  email: string
}

/** The fields that the product adds to people; what they hold is asked for and kept by user. */
export interface ProductPeople {
  fields: readonly PersonFieldView[]
  /** What the fields hold of each of the users: their defaults where nothing was kept. No query without fields. */
  read(db: Database, userIds: string[]): Promise<Map<string, PersonDetails>>
  /** Keeps what is given; the caller holds the user's row. */
  keep(db: Database, userId: string, details: GivenDetails): Promise<void>
  /** What is given as the fields' schemas read it. Throws BAD_REQUEST with the reason of each field, FORBIDDEN for one of staff. */
  accept(given: GivenDetails, by: 'owner' | 'staff'): GivenDetails
  /** As `accept`, of somebody who registers: with every field that registration asks for. */
  ask(given: GivenDetails): GivenDetails
}

/** What the product does at moments of ours, in the transaction `ctx.db`, which is rolled back when it throws. */
export interface ProductHooks {
  people: ProductPeople
  /** Keeps what a new user filled in, and sets off what they set off, however they came to be. */
  userCreated(ctx: ServiceContext, user: NewUser, details?: GivenDetails): Promise<void>
  /** What the product keeps of a person: the row of its fields, and by table. */
  exportPerson(ctx: ServiceContext, userId: string): Promise<Pick<PersonExport, 'details' | 'product'>>
  /** Removes what the product keeps of a person, whose row is still there. */
  erasePerson(ctx: ServiceContext, userId: string): Promise<void>
  /** Takes an act of the product back, which `ctx` has claimed. */
  undo(
    ctx: ActorContext,
    act: { action: string; id: string; subjectId: string; before: object | null; after: object | null },
  ): Promise<void>
  /** Removes what has had its time, outside of a transaction; what of it fails holds nothing else up. */
  sweep(ctx: ServiceContext, onFailure: (name: string, error: unknown) => void): Promise<void>
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
  product: ProductHooks
  /** The row of the audit log that stands for one act on many; what is done is recorded as a part of it. */
  groupId?: string
}

/** The context of a function that only the signed-in may reach. */
export type ActorContext = ServiceContext & { actor: Actor }

/** The context of work that no signed-in user asked for: `device` names what does it, such as `command line`. */
export function createSystemContext(options: {
  db: Database
  audit: AuditSigner
  product: ProductHooks
  device: string
  now?: Date
}): ServiceContext {
  const { now = new Date(), ...given } = options
  return { ...given, actor: null, requestId: randomUUID(), clientAddress: 'local', now }
}
