import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant, lifecycle } from './columns.ts'

/** The pairs of keys with which tokens for other services are signed, one at a time: some rows, at most. */
export const tokenKey = pgTable('token_key', {
  /** The thumbprint of the public key (RFC 7638), by which a token says which key signed it. */
  id: text('id').primaryKey(),
  /** A point of Ed25519, as `x` of a JSON Web Key. */
  publicKey: text('public_key').notNull(),
  /** A JSON Web Key, encrypted with one of our secrets. */
  privateKey: text('private_key').notNull(),
  /** From then on the next one signs; this one is published for a while more. */
  signsUntil: instant('signs_until').notNull(),
  ...lifecycle(),
})
