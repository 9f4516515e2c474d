import { expect, test } from 'vitest'
import { invitation, session } from '#drizzle/schema/index.ts'
import type { Invitation } from '#shared/invitations.ts'
import type { Page } from '#shared/pagination.ts'
import { withInvitations } from './invitations-fixture.ts'

test('the list is filtered by status and paged, for users who may read addresses', async () => {
  const { admin, browser, db, adminId } = await withInvitations()
  const soon = new Date(Date.now() + 60_000)
  const past = new Date(Date.now() - 60_000)
  const rows = Array.from({ length: 12 }, (_, index) => ({
    id: `invitation-${index}`,
    email: `mail${index}@example.com`,
    role: 'user' as const,
    tokenHash: `hash-${index}`,
    invitedBy: adminId,
    createdAt: past,
    expiresAt: index % 4 === 3 ? past : soon,
    acceptedAt: index % 4 === 1 ? past : null,
    revokedAt: index % 4 === 2 ? past : null,
  }))
  await db.insert(invitation).values(rows)
  const list = (input: object) => admin.query<Page<Invitation>>('invitations.list', input)
  for (const status of ['open', 'accepted', 'revoked', 'expired'] as const) {
    const { data } = await list({ status })
    expect([data.total, new Set(data.items.map((item) => item.status))]).toEqual([3, new Set([status])])
  }
  const seen: string[] = []
  let cursor: string | null | undefined
  do {
    const { data }: { data: Page<Invitation> } = await list({ limit: 5, cursor: cursor ?? undefined })
    expect(data.total).toBe(12)
    seen.push(...data.items.map(({ id }) => id))
    cursor = data.nextCursor
  } while (cursor)
  expect([new Set(seen).size, seen.length]).toEqual([12, 12])
  const [first] = (await list({})).data.items
  expect(first).toMatchObject({ invitedBy: { id: adminId, name: 'Admin' } })
  expect(JSON.stringify(await list({}))).not.toContain('hash-')
  expect((await list({ cursor: 'nonsense' })).status).toBe(400)
  for (const [role, status] of [
    ['user', 403],
    ['moderator', 403],
    ['admin_ro', 200],
  ] as const) {
    const caller = browser()
    await caller.become({ role })
    expect((await caller.query('invitations.list', {})).status, role).toBe(status)
  }
})

test('nobody but an admin invites, and a role needs a fresh session', async () => {
  const { invite, admin, browser, db, token } = await withInvitations()
  const { id } = await invite({ role: 'moderator' })
  const input = { email: 'bob@example.com', role: 'user', name: 'Bob' }
  const calls: [string, object][] = [
    ['users.invite', input],
    ['users.create', input],
    ['invitations.resend', { id }],
    ['invitations.revoke', { id }],
  ]
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    for (const [path, given] of calls) {
      const { status, error } = await caller.mutate(path, given)
      expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'users.manage' }])
    }
  }
  await db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  for (const [path, given] of calls.slice(0, 3)) {
    const { status, error } = await admin.mutate(path, {
      ...given,
      ...(path.startsWith('users') && { role: 'admin' }),
    })
    expect([status, error.data.reason], path).toEqual([403, { kind: 'confirm' }])
  }
  expect((await admin.mutate('users.invite', input)).status).toBe(200)
  await token()
})

test('what is no input is refused, and so is guessing', async () => {
  const { admin, browser, accept } = await withInvitations()
  const good = { email: 'ada@example.com', role: 'user', name: 'Ada' }
  for (const bad of [
    { email: 'ada' },
    { email: 'a\u0000@example.com' },
    { email: 7 },
    { role: 'root' },
    { name: 'A\u0000' },
    { name: 'x'.repeat(1000_000) },
    { expiresInDays: 0 },
    { expiresInDays: 31 },
    { expiresInDays: 1.5 },
    { invitedBy: 'somebody' },
  ])
    for (const path of ['users.invite', 'users.create'])
      expect((await admin.mutate(path, { ...good, ...bad })).status, JSON.stringify(bad).slice(0, 50)).toBe(
        400,
      )
  for (const path of ['invitations.resend', 'invitations.revoke']) {
    expect((await admin.mutate(path, { id: 'nothing' })).status).toBe(404)
    expect((await admin.mutate(path, { id: 'a\u0000' })).status).toBe(400)
  }
  for (const bad of ['', 'short', 'x'.repeat(1000_000), `${'A'.repeat(42)}\u0000`])
    expect((await accept(bad)).status).toBe(400)
  for (const bad of [{ password: 'short' }, { password: 'x'.repeat(129) }, { role: 'admin' }])
    expect((await accept('A'.repeat(43), bad)).status).toBe(400)
  const guesser = browser()
  const statuses: number[] = []
  for (let tries = 0; tries < 21; tries++)
    statuses.push((await guesser.query('invitations.find', { token: 'A'.repeat(43) })).status)
  expect(statuses).toEqual([...Array(20).fill(404), 429])
})
