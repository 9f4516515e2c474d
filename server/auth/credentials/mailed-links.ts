import { createHash, randomBytes } from 'node:crypto'
import { createEmailVerificationToken } from 'better-auth/api'
import { verification } from '#drizzle/schema/index.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/database.ts'
import { generateId } from '../generate-id.ts'
import { linkMinutes } from './email-change.ts'

/**
 * Links that an admin has mailed to somebody. Better Auth makes the same ones for those who ask by themselves, outside of
 * any transaction of ours; it is Better Auth that takes both.
 */
export interface MailedLinks {
  /** The way to a new password, once, within the hour; `tx` is the transaction in which it is mailed. */
  passwordReset(tx: Database, userId: string): Promise<string>
  /** Proves within the hour that the user reads the mail of the address which they have at the moment. */
  verification(user: { id: string; email: string }): Promise<string>
}

/** Links to `appUrl`, signed with the newest secret. */
export function createMailedLinks({ appUrl, secrets }: Pick<Config, 'appUrl' | 'secrets'>): MailedLinks {
  const linkTo = (path: string, callbackURL: string, token?: string) => {
    const query = new URLSearchParams({ ...(token && { token }), callbackURL })
    return `${appUrl}/api/auth/${path}?${query}`
  }
  return {
    async passwordReset(tx, userId) {
      const token = randomBytes(24).toString('base64url')
      await tx.insert(verification).values({
        id: generateId(),
        identifier: storedIdentifier(`reset-password:${token}`),
        value: userId,
        expiresAt: new Date(Date.now() + linkMinutes * 60_000),
      })
      return linkTo(`reset-password/${token}`, '/reset-password')
    },
    async verification({ id, email }) {
      const secret = secrets[0] ?? ''
      const bound = { userId: id }
      const token = await createEmailVerificationToken(secret, email, undefined, linkMinutes * 60, bound)
      return linkTo('verify-email', '/dashboard', token)
    },
  }
}

// As Better Auth keeps what it is set to keep hashed.
const storedIdentifier = (identifier: string) => createHash('sha256').update(identifier).digest('base64url')
