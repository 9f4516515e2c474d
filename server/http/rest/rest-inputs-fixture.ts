import type { Person } from '#server/trpc/access-fixture.ts'
import type { NewApiKey } from '#shared/keys.ts'
import type { PayableOrder } from '#shared/orders/orders.ts'
import type { PayableSubscription } from '#shared/orders/subscriptions.ts'
import { password } from '#test/people.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'

/** Somebody in a world. */
export type WorldPerson = Pick<Person, 'id' | 'sessionId' | 'cookie'>

/** Somebody who calls, somebody whom it is about, and what calls make of theirs. */
export interface World {
  admin: WorldPerson
  subject: WorldPerson
  stripe: TestStripe
  /** What a call answers, of the admin unless told. */
  made(path: string, input?: object, as?: WorldPerson): Promise<Record<string, string>>
}

export type CallInput = (world: World) => object | Promise<object>
export const nothing: CallInput = () => ({})
const subject: CallInput = ({ subject: { id } }) => ({ id })
const ofSubject: CallInput = ({ subject: { id } }) => ({ userId: id })
const reason = 'Because'
// Another value each time, so that there is something to change.
let days = 400
const counter = async ({ made, subject }: World) => {
  await made('users.updateMe', {}, subject)
  return `signed-in/user:${subject.id}`
}
const done = async (world: World, path: string, input?: object) => {
  await world.made(path, input)
  return subject(world)
}
const note = ({ made, subject: { id } }: World) => made('notes.add', { userId: id, text: 'Called us.' })
const invited = ({ made, subject: { id } }: World) =>
  made('users.invite', { email: `invited.${id}@example.com`, role: 'user' })
const key = async ({ made, admin }: World, owner = admin) => {
  const { key } = (await made('keys.create', { name: 'Backup' }, owner)) as unknown as NewApiKey
  return key
}
const service = ({ made }: World) => made('serviceAccounts.create', { name: 'Nightly', role: 'user' })
const ofService = async (world: World) => ({ id: (await service(world)).id })
const serviceKey = async (world: World) => {
  const { id: accountId } = await service(world)
  const { key } = (await world.made('serviceAccounts.createKey', {
    accountId,
    name: 'Backup',
  })) as unknown as NewApiKey
  return { accountId, id: key.id }
}
const granted = async ({ made, subject: { id } }: World) => {
  await made('credits.grant', { userId: id, credits: 50, reason, key: 'gift' })
  return { userId: id }
}
const ordered = async ({ made, admin }: World, buyer = admin) => {
  const { order } = (await made(
    'orders.create',
    { product: 'small', intentKey: 'buy' },
    buyer,
  )) as unknown as PayableOrder
  return { id: order.id }
}
const paid = async (world: World) => {
  const { id } = await ordered(world, world.subject)
  world.stripe.pay([...world.stripe.sessions.keys()].at(-1) ?? '')
  await world.made('orders.refresh', { id }, world.subject)
  return { id }
}
const asked = async ({ made }: World) => {
  const { subscription } = (await made('subscriptions.create', {
    plan: 'pro',
    intentKey: 'subscribe',
  })) as unknown as PayableSubscription
  return subscription
}
const subscribed = async (world: World) => {
  const { id } = await asked(world)
  world.stripe.subscribe([...world.stripe.sessions.keys()].at(-1) ?? '')
  await world.made('subscriptions.refresh', { id })
}
const override = ({ made, subject: { id } }: World) =>
  made('limits.setOverride', { target: 'user', value: id, effect: 'exempt', reason })
const renamed = async ({ made, subject: { id } }: World) =>
  (await made('users.update', { id, name: 'Ida' })).auditId
const said = async ({ made }: World) => ({ id: (await made('feedback.send', { content: 'Fine.' })).id })

/** For each operation what makes an input that is right, and what must be there before. */
export const inputs: Record<string, CallInput> = {
  'audit.list': () => ({ limit: 5, actions: ['user.ban', 'note.add'], grouped: true }),
  'audit.get': async (world) => ({ id: await renamed(world) }),
  'audit.verify': nothing,
  'audit.undo': async (world) => ({ id: await renamed(world) }),
  'audit.undoGroup': async (world) => ({ id: await renamed(world) }),
  'audit.head': nothing,
  'credits.mine': nothing,
  'credits.entries': () => ({ limit: 3, kinds: ['spend'] }),
  'credits.usage': () => ({ days: 2 }),
  'credits.get': ofSubject,
  'credits.list': ({ subject: { id } }) => ({ userId: id, kinds: ['grant', 'adjust'], limit: 3 }),
  'credits.owners': () => ({ order: 'quota', search: 'nobody at all' }),
  'credits.stats': () => ({ days: 2 }),
  'credits.grant': ({ subject: { id } }) => ({ userId: id, credits: 50, reason, key: 'gift' }),
  'credits.adjust': async (world) => ({ ...(await granted(world)), credits: -7, reason, key: 'correction' }),
  'credits.setQuota': ({ subject: { id } }) => ({ userId: id, quota: 100, reason }),
  'entitlements.mine': nothing,
  'entitlements.list': ofSubject,
  'entitlements.set': ({ subject: { id } }) => ({ userId: id, key: 'credits.monthly', value: 20, reason }),
  'entitlements.remove': async (world) => {
    const { id } = world.subject
    await world.made('credits.setQuota', { userId: id, quota: 100, reason })
    return { userId: id, key: 'credits.quota', reason }
  },
  'feedback.send': () => ({ content: 'The list is slow.', rating: 4, page: '/dashboard' }),
  'feedback.list': () => ({ status: 'new', limit: 3 }),
  'feedback.get': said,
  'feedback.set': async (world) => ({ ...(await said(world)), status: 'done', note: 'Answered.' }),
  'feedback.setMany': async (world) => ({ ids: [(await said(world)).id], status: 'spam' }),
  'health.get': nothing,
  'invitations.list': () => ({ limit: 1, status: 'open' }),
  'invitations.resend': async (world) => ({ id: (await invited(world)).id, expiresInDays: 3 }),
  'invitations.revoke': async (world) => ({ id: (await invited(world)).id }),
  'invitations.find': () => ({ token: 'a'.repeat(43) }),
  'invitations.accept': () => ({ token: 'a'.repeat(43), password }),
  'keys.mine': nothing,
  'keys.create': () => ({ name: 'Backup', permissions: ['users.list'] }),
  'keys.rename': async (world) => ({ id: (await key(world)).id, name: 'Report' }),
  'keys.rotate': async (world) => ({ id: (await key(world)).id }),
  'keys.revoke': async (world) => ({ id: (await key(world)).id }),
  'keys.list': ofSubject,
  'keys.revokeOf': async (world) => {
    const { id } = await key(world, world.subject)
    return { userId: world.subject.id, id }
  },
  'keys.report': () => ({ key: 'gh_live_nothing' }),
  'limits.status': nothing,
  'limits.list': () => ({ limit: 3, blocked: false }),
  'limits.get': async (world) => ({ id: await counter(world) }),
  'limits.history': () => ({ policy: 'public', bucketMinutes: 60 }),
  'limits.blocked': () => ({ scope: 'ip' }),
  'limits.mostBlocked': () => ({ limit: 3 }),
  'limits.calls': nothing,
  'limits.explain': ({ subject: { id } }) => ({ procedure: 'users.list', userId: id }),
  'limits.increment': async (world) => ({ id: await counter(world), amount: 2 }),
  'limits.decrement': async (world) => ({ id: await counter(world), amount: 2 }),
  'limits.reset': async (world) => ({ id: await counter(world) }),
  'limits.resetAll': nothing,
  'limits.lockouts': () => ({ locked: true }),
  'limits.unlock': () => ({ id: `account:${'0'.repeat(32)}` }),
  'limits.overrides': () => ({ active: true }),
  'limits.setOverride': ({ subject: { id } }) => ({ target: 'user', value: id, effect: 'exempt', reason }),
  'limits.removeOverride': async (world) => ({ id: (await override(world)).id }),
  'limits.policies': nothing,
  'limits.setPolicy': () => ({ id: 'export', scope: 'user', limit: 9, windowMs: 60_000, reason }),
  'limits.resetPolicy': () => ({ id: 'export', scope: 'user' }),
  'limits.clientAddress': nothing,
  'notes.list': ofSubject,
  'notes.add': ({ subject: { id } }) => ({ userId: id, text: 'Called us.' }),
  'notes.edit': async (world) => ({ id: (await note(world)).id, text: 'Wrote to us.' }),
  'notes.remove': async (world) => ({ id: (await note(world)).id }),
  'orders.products': nothing,
  'orders.create': () => ({ product: 'small', intentKey: 'buy' }),
  'orders.mine': () => ({ limit: 3 }),
  'orders.get': (world) => ordered(world),
  'orders.refresh': (world) => ordered(world),
  'orders.portal': async (world) => {
    await subscribed(world)
    return {}
  },
  'orders.list': () => ({ status: 'attention', search: 'nobody at all', limit: 3 }),
  'orders.stats': () => ({ days: 2 }),
  'orders.view': paid,
  'orders.refund': async (world) => ({ ...(await paid(world)), amount: 50, reason, key: 'refund' }),
  'orders.resolve': async (world) => ({ ...(await paid(world)), note: reason }),
  'plans.list': nothing,
  'plans.set': ({ subject: { id } }) => ({
    userId: id,
    plan: 'free',
    until: '2099-01-31T12:00:00.000Z',
    reason,
  }),
  'serviceAccounts.list': nothing,
  'serviceAccounts.get': ofService,
  'serviceAccounts.create': () => ({ name: 'Nightly', role: 'moderator' }),
  'serviceAccounts.rename': async (world) => ({ ...(await ofService(world)), name: 'Weekly' }),
  'serviceAccounts.setRole': async (world) => ({ ...(await ofService(world)), role: 'moderator' }),
  'serviceAccounts.disable': ofService,
  'serviceAccounts.enable': ofService,
  'serviceAccounts.remove': ofService,
  'serviceAccounts.createKey': async (world) => ({ accountId: (await service(world)).id, name: 'Backup' }),
  'serviceAccounts.renameKey': async (world) => ({ ...(await serviceKey(world)), name: 'Report' }),
  'serviceAccounts.rotateKey': serviceKey,
  'serviceAccounts.revokeKey': serviceKey,
  'sessions.mine': nothing,
  'sessions.end': ({ admin }) => ({ id: admin.sessionId }),
  'sessions.endOthers': nothing,
  'sessions.confirm': () => ({ password }),
  'sessions.list': ofSubject,
  'sessions.endOf': ({ subject: { id, sessionId } }) => ({ userId: id, id: sessionId }),
  'settings.public': nothing,
  'settings.list': nothing,
  'settings.set': () => ({ key: 'auditRetentionDays', value: ++days }),
  'settings.testMail': nothing,
  'settings.mailTest': async (world) => ({ id: (await world.made('settings.testMail')).id }),
  'subscriptions.create': () => ({ plan: 'pro', intentKey: 'subscribe' }),
  'subscriptions.mine': nothing,
  'subscriptions.refresh': async (world) => ({ id: (await asked(world)).id }),
  'subscriptions.change': async (world) => {
    await subscribed(world)
    return { plan: 'business' }
  },
  'setup.complete': ({ subject: { id } }) => ({
    token: 'none',
    name: 'A',
    email: `${id}.new@example.com`,
    password,
  }),
  'tokens.issue': () => ({ audience: 'billing' }),
  'users.me': nothing,
  'users.updateMe': () => ({ name: 'Ida' }),
  'users.myDetails': nothing,
  'users.updateMyDetails': () => ({ details: {} }),
  'users.setMyPicture': () => ({ picture: null }),
  'users.deleteMe': () => ({ password }),
  'users.exportMe': nothing,
  'users.mySecurityEvents': () => ({ limit: 5 }),
  'users.resetTwoFactor': ({ subject: { id } }) => ({ id, passkeys: true }),
  'users.list': () => ({ limit: 2, sort: 'name', direction: 'asc', verified: true, createdDays: 3 }),
  'users.get': subject,
  'users.stats': () => ({ days: 2 }),
  'users.create': ({ subject: { id } }) => ({ name: 'New', email: `new.${id}@example.com`, role: 'user' }),
  'users.invite': ({ subject: { id } }) => ({ email: `invited.${id}@example.com`, role: 'user' }),
  'users.update': ({ subject: { id } }) => ({ id, name: 'Ida', monthlyCreditsQuota: 100 }),
  'users.updateDetails': ({ subject: { id } }) => ({ id, details: {} }),
  'users.removePicture': subject,
  'users.setRole': ({ subject: { id } }) => ({ id, role: 'moderator' }),
  'users.setEmail': ({ subject: { id } }) => ({ id, email: `other.${id}@example.com`, verified: true }),
  'users.markVerified': subject,
  'users.sendVerification': subject,
  'users.sendPasswordReset': subject,
  'users.unlock': subject,
  'users.ban': ({ subject: { id } }) => ({ id, reason, until: '2027-01-31T12:00:00.000Z' }),
  'users.unban': (world) => done(world, 'users.ban', { id: world.subject.id, reason, until: null }),
  'users.approve': subject,
  'users.refuse': ({ subject: { id } }) => ({ id, reason }),
  'users.remove': subject,
  'users.restore': (world) => done(world, 'users.remove', { id: world.subject.id }),
  'users.purge': (world) => done(world, 'users.remove', { id: world.subject.id }),
  'users.planBulk': () => ({ action: 'ban', filter: { search: 'nobody at all' } }),
  'users.bulk': ({ subject: { id } }) => ({ action: 'unban', ids: [id] }),
}

/** What is refused in such a world: nobody waits for approval, is locked, or holds such a link. */
export const refused = new Set([
  'audit.undoGroup',
  'invitations.find',
  'invitations.accept',
  'limits.unlock',
  'setup.complete',
  'users.approve',
  'users.refuse',
  'users.sendVerification',
])
