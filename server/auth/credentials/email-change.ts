import { createHash } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { user, verification } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import { generateId } from '../generate-id.ts'

/** How long the link to the old or the new address works. */
export const linkMinutes = 60

/** What a link of a change of address says: `email` is the old one. */
export interface EmailChange {
  email: string
  updateTo: string
  step: 'confirm' | 'verify'
}

const payloadSchema = z.object({
  email: z.string(),
  updateTo: z.string(),
  requestType: z.enum(['change-email-confirmation', 'change-email-verification']).optional(),
})

/**
 * What a token of Better Auth's says about a change of address; null when it is about something else. `step` is null
 * for a kind that we never send. The signature is Better Auth's to check.
 */
export function readEmailChange(
  token: string,
): (Omit<EmailChange, 'step'> & { step: EmailChange['step'] | null }) | null {
  const { data } = payloadSchema.safeParse(decodePayload(token))
  if (!data) return null
  const steps = { 'change-email-confirmation': 'confirm', 'change-email-verification': 'verify' } as const
  return {
    email: data.email,
    updateTo: data.updateTo,
    step: data.requestType ? steps[data.requestType] : null,
  }
}

function decodePayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return null
  }
}

// Better Auth's tokens for this are signed and nothing else: a row beside them makes them work once, for the one
// user, and lets a new password or a ban take them back.
const identifierOf = (token: string) =>
  `email-change:${createHash('sha256').update(token).digest('base64url')}`

/** Makes the link work, once. */
export async function admitEmailChangeLink(
  db: Database,
  link: { token: string; userId: string },
): Promise<void> {
  await joinTransaction(db)
    .insert(verification)
    .values({
      id: generateId(),
      identifier: identifierOf(link.token),
      value: link.userId,
      expiresAt: new Date(Date.now() + linkMinutes * 60_000),
    })
}

/** Whether the link was still to be used, by this user; it has been from now on. */
export async function spendEmailChangeLink(
  db: Database,
  link: { token: string; userId: string },
): Promise<boolean> {
  const spent = await db
    .delete(verification)
    .where(
      and(
        eq(verification.identifier, identifierOf(link.token)),
        eq(verification.value, link.userId),
        gt(verification.expiresAt, new Date()),
      ),
    )
    .returning({ id: verification.id })
  return spent.length > 0
}

/** Whether somebody has the address already. */
export async function isEmailTaken(db: Database, email: string): Promise<boolean> {
  return (await db.$count(user, eq(user.email, email.toLowerCase()))) > 0
}

/**
 * Takes back every link and every trusted browser of a user: new passwords, changes of address, codes that are waited
 * for.
 */
export async function forgetLinks(db: Database, userId: string): Promise<void> {
  await joinTransaction(db).delete(verification).where(eq(verification.value, userId))
}
