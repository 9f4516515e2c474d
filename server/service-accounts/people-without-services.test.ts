import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import type { UserStats, UserSummary } from '#shared/users.ts'
import { withServices } from './service-accounts-fixture.ts'

test('service accounts are in no list of people, no figure, no file and no act on many', async () => {
  const { admin, adminUser, browser, service, db } = await withServices()
  const person = await browser().become({ role: 'moderator' })
  const stats = async () => {
    const { asOf, ...figures } = (await admin.query<UserStats>('users.stats', { days: 7 })).data
    return figures
  }
  const before = await stats()
  const [working, disabled, deleted] = [await service('moderator'), await service('admin'), await service()]
  await admin.mutate('serviceAccounts.disable', { id: disabled.id })
  await admin.mutate('serviceAccounts.remove', { id: deleted.id })
  const services = [working, disabled, deleted].map(({ id }) => id)
  expect(await stats()).toEqual(before)

  const people = [adminUser.id, person.id].toSorted()
  const idsOf = async (input: object) => {
    const { data } = await admin.query<Page<UserSummary>>('users.list', input)
    expect(data.total, JSON.stringify(input)).toBe(data.items.length)
    return data.items.map(({ id }) => id).toSorted()
  }
  expect(await idsOf({})).toEqual(people)
  for (const sort of ['name', 'email', 'createdAt', 'lastActiveAt'])
    expect(await idsOf({ sort }), sort).toEqual(people)
  for (const search of ['Nightly', 'Ni', 'service', 'service:', working.id])
    expect(await idsOf({ search }), search).toEqual([])
  expect(await idsOf({ role: 'moderator' })).toEqual([person.id])
  for (const status of ['banned', 'deleted', 'pending']) expect(await idsOf({ status }), status).toEqual([])
  expect(await idsOf({ verified: false })).not.toContain(working.id)

  const plan = await admin.query('users.planBulk', { action: 'remove', filter: {} })
  const file = await admin.get('/trpc/users.export?input=%7B%7D', { accept: 'text/event-stream' })
  for (const id of services) {
    expect(JSON.stringify(plan.data)).not.toContain(id)
    expect(file.body).not.toContain(id)
    for (const [path, input] of [
      ['users.get', { id }],
      ['users.neighbours', { id }],
      ['sessions.list', { userId: id }],
      ['keys.list', { userId: id }],
    ] as const)
      expect((await admin.query(path, input)).status, path).toBe(404)
    for (const [path, input] of [
      ['users.ban', { id, reason: 'x', until: null }],
      ['users.unban', { id }],
      ['users.setRole', { id, role: 'user' }],
      ['users.update', { id, name: 'Other' }],
      ['users.remove', { id }],
      ['users.restore', { id }],
      ['users.purge', { id }],
      ['users.approve', { id }],
      ['users.markVerified', { id }],
      ['users.unlock', { id }],
      ['users.resetTwoFactor', { id }],
      ['sessions.endOf', { userId: id }],
      ['notes.add', { userId: id, text: 'x' }],
    ] as const)
      expect((await admin.mutate(path, input)).status, path).toBe(404)
  }
  const { data } = await admin.mutate<{ results: { ok: boolean; code: string }[] }>('users.bulk', {
    action: 'remove',
    ids: services,
  })
  expect(data.results.map(({ ok, code }) => [ok, code])).toEqual(services.map(() => [false, 'NOT_FOUND']))
  expect(await db.$count(user)).toBe(5)
})
