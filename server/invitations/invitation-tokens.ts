import { createHash, randomBytes } from 'node:crypto'

/** A new secret of a link: 32 random bytes, and what is kept of them. */
export function createInvitationToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: invitationTokenHash(token) }
}

/** SHA-256 of the token: who reads the table cannot accept what is in it. */
export const invitationTokenHash = (token: string) => createHash('sha256').update(token).digest('base64url')
