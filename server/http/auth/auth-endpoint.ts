import type { z } from 'zod'
import type { PolicyName } from '../../limits/limit-policies.ts'

/** A path of Better Auth that is reachable, with what stands in front of it. Every other path is not found. */
export interface AuthEndpoint {
  method: 'GET' | 'POST'
  /** As Better Auth registers it, parameters as `:name`. */
  path: string
  /** Limits besides `auth`, which guards them all. */
  policies?: PolicyName[]
  /** What the body must be; Better Auth gets what it was parsed to. */
  body?: z.ZodType<Record<string, unknown>>
  query?: z.ZodType<Record<string, unknown>>
  /** The field of a new password, which must not be a common one. */
  newPassword?: string
  /** It makes an account: refused while nobody can register by themselves. */
  signsUp?: boolean
  /** It names the signed-in user: nobody for a session that we do not accept, such as a banned user's. */
  showsSession?: boolean
  /** It tests a password, of the caller's account or of the account `body.email`: the lockout stands before it. */
  testsPassword?: boolean
  /** It tests a one-time or recovery code: the guard of codes stands before it. */
  testsCode?: 'one-time' | 'recovery'
  /** Only for a signed-in user, neither banned nor waiting for approval. */
  signedIn?: boolean
  /** For everybody; a signed-in user is recorded as the one who did it. */
  seesCaller?: boolean
  /** Whether the caller must have proved within the last ten minutes who they are. */
  fresh?: boolean
  /** Whether it is refused to an admin who acts as somebody else: only the person themselves may do it. */
  refusedWhileImpersonating?: boolean
  /** Codes of answers that Better Auth gives as failures of its own, although the caller made them. */
  callersFailures?: string[]
  /** No answer before this time, so that a known and an unknown address take alike. */
  floorMs?: number
}
