import { eq } from 'drizzle-orm'
import { mail } from '#drizzle/schema/index.ts'
import { emailHash } from '#server/auth/email-hash.ts'
import { accountKey, maxFailures } from '#server/auth/lockout/lockout-store.ts'
import type { Database } from '#server/database/database.ts'
import type { Person } from '#server/trpc/access-fixture.ts'
import type { NewApiKey } from '#shared/keys.ts'
import type { PayableOrder } from '#shared/orders/orders.ts'
import type { PayableSubscription } from '#shared/orders/subscriptions.ts'
import { password } from '#test/people.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'
import { authenticatorApp } from '#test/totp.ts'

/** Somebody in a world. */
export type WorldPerson = Pick<Person, 'id' | 'email' | 'sessionId' | 'cookie'>

/** Somebody who calls, somebody whom it is about, and what calls make of theirs. */
export interface World {
  admin: WorldPerson
  subject: WorldPerson
  stripe: TestStripe
  db: Database
  /** What a call answers, of the admin unless told. */
  made(path: string, input?: object, as?: WorldPerson): Promise<Record<string, string>>
  /** What an endpoint of /api/auth answers, whether or not it refuses; of nobody unless told. */
  sent(endpoint: string, body: object, as?: WorldPerson): Promise<Record<string, unknown>>
}

/** Why whatever takes a reason is done. */
export const reason = 'Because'

/** The id of a counter of the subject's calls. */
export const counter = async ({ made, subject }: World) => {
  await made('users.updateMe', {}, subject)
  return `signed-in/user:${subject.id}`
}

/** A note about the subject. */
export const note = ({ made, subject: { id } }: World) =>
  made('notes.add', { userId: id, text: 'Called us.' })

/** An invitation of somebody new. */
export const invited = ({ made, subject: { id } }: World) =>
  made('users.invite', { email: `invited.${id}@example.com`, role: 'user' })

/** A key of the admin, unless told whose. */
export const key = async ({ made, admin }: World, owner = admin) => {
  const { key } = (await made('keys.create', { name: 'Backup' }, owner)) as unknown as NewApiKey
  return key
}

/** A service account. */
export const service = ({ made }: World) => made('serviceAccounts.create', { name: 'Nightly', role: 'user' })

/** What says which, of a new one. */
export const ofService = async (world: World) => ({ id: (await service(world)).id })

/** A key of a service account of its own. */
export const serviceKey = async (world: World) => {
  const { id: accountId } = await service(world)
  const { key } = (await world.made('serviceAccounts.createKey', {
    accountId,
    name: 'Backup',
  })) as unknown as NewApiKey
  return { accountId, id: key.id }
}

/** The subject with credits. */
export const granted = async ({ made, subject: { id } }: World) => {
  await made('credits.grant', { userId: id, credits: 50, reason, key: 'gift' })
  return { userId: id }
}

/** An order that is not paid yet, of the admin unless told. */
export const ordered = async ({ made, admin }: World, buyer = admin) => {
  const { order } = (await made(
    'orders.create',
    { product: 'small', intentKey: 'buy' },
    buyer,
  )) as unknown as PayableOrder
  return { id: order.id }
}

/** An order of the subject that is paid. */
export const paid = async (world: World) => {
  const { id } = await ordered(world, world.subject)
  world.stripe.pay([...world.stripe.sessions.keys()].at(-1) ?? '')
  await world.made('orders.refresh', { id }, world.subject)
  return { id }
}

/** A subscription of the admin that is not paid yet. */
export const asked = async ({ made }: World) => {
  const { subscription } = (await made('subscriptions.create', {
    plan: 'pro',
    intentKey: 'subscribe',
  })) as unknown as PayableSubscription
  return subscription
}

/** A subscription of the admin that runs. */
export const subscribed = async (world: World) => {
  const { id } = await asked(world)
  world.stripe.subscribe([...world.stripe.sessions.keys()].at(-1) ?? '')
  await world.made('subscriptions.refresh', { id })
}

/** An override for the subject. */
export const override = ({ made, subject: { id } }: World) =>
  made('limits.setOverride', { target: 'user', value: id, effect: 'exempt', reason })

/** The row of the audit log of another name of the subject. */
export const renamed = async ({ made, subject: { id } }: World) =>
  (await made('users.update', { id, name: 'Ida' })).auditId

/** Feedback of the admin. */
export const said = async ({ made }: World) => ({
  id: (await made('feedback.send', { content: 'Fine.' })).id,
})

/** The token of the link that an invitation was mailed with. */
export const invitationToken = async (world: World) => {
  const { email = '' } = await invited(world)
  const [sent] = await world.db.select({ text: mail.text }).from(mail).where(eq(mail.recipient, email))
  return sent?.text?.match(/token=([\w-]+)/)?.[1]
}

/** The row of the audit log that stands for a ban of two. */
export const bannedTogether = async ({ made, subject: { id } }: World) => {
  const other = await made('users.create', { name: 'Ida', email: `other.${id}@example.com`, role: 'user' })
  const ids = [id, other.userId]
  return (await made('users.bulk', { action: 'ban', ids, reason, until: null })).groupId
}

/** The lockout of the subject's account, after as many wrong passwords as lock it. */
export const lockedOut = async ({ sent, subject: { email } }: World) => {
  for (let tried = 0; tried < maxFailures; tried += 1)
    await sent('sign-in/email', { email, password: 'wrong-horse-battery' })
  return accountKey(emailHash(email))
}

/** The subject signs in with an authenticator app from now on, if they did not before. */
export const twoFactored = async ({ sent, subject }: World) => {
  const { totpURI } = await sent('two-factor/enable', { password }, subject)
  if (typeof totpURI !== 'string') return
  await sent('two-factor/verify-totp', { code: authenticatorApp(totpURI).code() }, subject)
}

/** Somebody who has signed up, and waits for approval. */
export const waiting = async ({ made, sent, subject }: World) => {
  await made('settings.set', { key: 'signUpMode', value: 'approval' })
  const email = `waiting.${subject.id}@example.com`
  const { user } = await sent('sign-up/email', { email, name: 'Ida', password })
  return { id: (user as { id: string }).id }
}
