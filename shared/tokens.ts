import { z } from 'zod'
import { line } from './text/text.ts'

export const issueTokenInput = z
  .object({
    /** The service that is to accept the token, as `TOKEN_AUDIENCES` names it. */
    audience: line({ min: 1, max: 200 }),
  })
  .strict()
export type IssueTokenInput = z.infer<typeof issueTokenInput>

/** A signed JSON Web Token that names the signed-in user to another service. */
export interface IssuedToken {
  token: string
  expiresAt: Date
}
