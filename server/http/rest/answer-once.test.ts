import { eq, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { apiKey, idempotentCall, user, userNote } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/database.ts'
import { sweepIdempotentCalls } from '#server/idempotency/idempotent-calls.ts'
import { appUrl, type Browser, createTestApp } from '#test/app.ts'
import { callsLeft } from '#test/calls-left.ts'
import { twoReplicas } from '#test/replicas.ts'

const day = 24 * 60 * 60 * 1000

/** Posts with a key, as a page of ours would. */
const post = (browser: Browser, url: string, key: string, body: object = {}) =>
  browser.post(url, body, { 'idempotency-key': key, origin: appUrl })

const problemOf = ({ json }: Awaited<ReturnType<typeof post>>) => json().reason?.problem

async function withNotes(given?: Parameters<typeof createTestApp>[0]) {
  const app = await createTestApp(given)
  const { db } = app.database
  const staff = app.browser()
  const { id: staffId } = await staff.become({ role: 'admin' })
  const { id } = await app.browser().become()
  const url = `/api/admin/users/${id}/notes`
  return {
    ...app,
    db,
    staff,
    staffId,
    id,
    url,
    note: (text: string, key: string, browser = staff) => post(browser, url, key, { text }),
    notes: async () => (await db.select().from(userNote)).map(({ text }) => text),
    calls: () => db.select().from(idempotentCall),
  }
}

test('the same call is done once, and answered again as it was', async () => {
  const { note, notes } = await withNotes()
  const first = await note('Called us.', 'a')
  const again = await note('Called us.', 'a')
  expect([first.statusCode, first.headers['idempotency-replayed']]).toEqual([200, undefined])
  expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 'true'])
  expect([again.body, again.headers['content-type']]).toEqual([first.body, first.headers['content-type']])
  expect(await notes()).toEqual(['Called us.'])
  // As the draft writes it, it is the same one.
  expect((await note('Called us.', '"a"')).headers['idempotency-replayed']).toBe('true')
})

test('a key is for one request of one caller', async () => {
  const { note, notes, staff, browser, id } = await withNotes()
  await note('Called us.', 'a')
  const other = await note('Wrote to us.', 'a')
  expect([other.statusCode, other.json().reason]).toEqual([
    422,
    { kind: 'idempotency', problem: 'other-request' },
  ])
  const elsewhere = await post(staff, `/api/admin/users/${id}/unlock`, 'a')
  expect([elsewhere.statusCode, problemOf(elsewhere)]).toEqual([422, 'other-request'])
  const colleague = browser()
  await colleague.become({ role: 'admin' })
  expect((await note('Called us.', 'a', colleague)).headers['idempotency-replayed']).toBeUndefined()
  expect(await notes()).toEqual(['Called us.', 'Called us.'])
})

test('who may not do it any more is not told what it answered either, and each try costs its limit', async () => {
  const { note, db, staffId } = await withNotes()
  const first = await note('Called us.', 'a')
  expect(callsLeft(await note('Called us.', 'a'))).toBe(callsLeft(first) - 1)
  await db.update(user).set({ role: 'user' }).where(eq(user.id, staffId))
  const refused = await note('Called us.', 'a')
  expect([refused.statusCode, refused.json().reason.kind]).toEqual([403, 'permission'])
})

test('a call that was refused may be tried again, and with another request', async () => {
  const { note, notes, staff, id, db, calls } = await withNotes()
  expect((await note('', 'a')).statusCode).toBe(400)
  expect((await note('Called us.', 'a')).statusCode).toBe(200)
  expect(await notes()).toEqual(['Called us.'])
  const approve = () => post(staff, `/api/admin/users/${id}/approve`, 'b')
  expect((await approve()).statusCode).toBe(409)
  await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  expect((await approve()).statusCode).toBe(200)
  const gone = await post(staff, '/api/admin/users/nobody/unlock', 'c')
  expect([gone.statusCode, (await calls()).length]).toEqual([404, 2])
})

test.each([
  ['no text', ''],
  ['a blank', ' '],
  ['two words', 'a b'],
  ['no ASCII', 'ä'],
  ['half a quotation', 'a"b'],
  ['too long', 'a'.repeat(256)],
  ['sent twice', 'a, b'],
])('a key that is %s is refused', async (_, key) => {
  const { note, notes } = await withNotes()
  const { statusCode, body } = await note('Called us.', key)
  expect([statusCode, JSON.parse(body).detail]).toEqual([400, expect.stringContaining('Idempotency-Key')])
  expect(await notes()).toEqual([])
})

test('a key of nobody is refused, and one of what is done once anyway is not looked at', async () => {
  const { browser, staff, id, calls } = await withNotes()
  const report = await post(browser(), '/api/keys/report', 'a', { key: 'gh_live_x' })
  expect([report.statusCode, report.json().detail]).toEqual([400, expect.stringContaining('signed-in')])
  const found = await post(browser(), '/api/invitations/find', 'a', { token: 'a'.repeat(43) })
  expect(found.json().reason.kind).toBe('invitation')
  const named = await staff.send({
    method: 'PATCH',
    url: `/api/admin/users/${id}`,
    payload: '{"name":"Ida"}',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'a', origin: appUrl },
  })
  expect([named.statusCode, await calls()]).toEqual([200, []])
})

test('what was answered is kept unreadable, for a day, and as long as its caller is there', async () => {
  const { note, notes, db, calls, staffId } = await withNotes()
  await note('Called us.', 'a')
  const [row] = await calls()
  expect(row).toMatchObject({ userId: staffId, status: 200 })
  expect(JSON.stringify(row)).not.toContain('Called us.')
  const age = Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / day)
  expect(age).toBe(1)
  await sweepIdempotentCalls(db, new Date(Date.now() + day - 60_000))
  expect(await db.$count(idempotentCall)).toBe(1)
  // Nobody has swept yet, and its day is over all the same.
  await db.update(idempotentCall).set({ expiresAt: new Date(Date.now() - 1) })
  expect((await note('Wrote to us.', 'a')).statusCode).toBe(200)
  expect(await notes()).toEqual(['Called us.', 'Wrote to us.'])
  await sweepIdempotentCalls(db, new Date(Date.now() + day + 60_000))
  expect(await calls()).toEqual([])
  await note('Called us.', 'b')
  await db.delete(user).where(eq(user.id, staffId))
  expect(await calls()).toEqual([])
})

test('a secret is answered once, and said to be gone then', async () => {
  const { browser, db, calls } = await withNotes({ config: { tokenAudiences: ['billing'] } })
  const owner = browser()
  await owner.become()
  const create = () => post(owner, '/api/me/keys', 'a', { name: 'Backup' })
  const made = await create()
  const again = await create()
  expect(made.json().secret).toMatch(/^gh_live_/)
  expect([again.statusCode, problemOf(again)]).toEqual([409, 'not-kept'])
  expect(await db.$count(apiKey)).toBe(1)
  const issue = () => post(owner, '/api/me/tokens', 'b', { audience: 'billing' })
  expect((await issue()).statusCode).toBe(200)
  expect(problemOf(await issue())).toBe('not-kept')
  expect((await calls()).map(({ answer }) => answer)).toEqual([null, null])
})

/** Lets every new note fail with the code; returns what ends that. */
async function failNotes(db: Database, code: string) {
  await db.execute(
    sql.raw(`create or replace function fail_note() returns trigger language plpgsql as
      $$ begin raise exception 'no notes' using errcode = '${code}'; end $$`),
  )
  await db.execute(sql`create trigger fail_note before insert on user_note execute function fail_note()`)
  const end = () => db.execute(sql`drop trigger if exists fail_note on user_note`)
  onTestFinished(async () => void (await end()))
  return end
}

test('after an outage that undid the call it may be tried again', async () => {
  const { note, notes, db } = await withNotes()
  const end = await failNotes(db, '55P03')
  const refused = await note('Called us.', 'a')
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  expect(refused.json()).toMatchObject({ type: 'urn:gatehouse:problem:unavailable', status: 503 })
  await end()
  expect((await note('Called us.', 'a')).statusCode).toBe(200)
  expect(await notes()).toEqual(['Called us.'])
})

test.each([
  ['a connection that was lost', '08006', 503],
  ['a failure of ours', 'P0001', 500],
])('after %s nobody knows what was done', async (_, code, status) => {
  const { note, notes, db } = await withNotes()
  const end = await failNotes(db, code)
  expect((await note('Called us.', 'a')).statusCode).toBe(status)
  await end()
  const again = await note('Called us.', 'a')
  expect([again.statusCode, problemOf(again)]).toEqual([409, 'unknown'])
  expect(await notes()).toEqual([])
})

test('a call whose process was cut off is under way for a minute, and unknown then', async () => {
  const { note, db } = await withNotes()
  await note('Called us.', 'a')
  // As it stands while the call is under way, and when its process ends before it does.
  await db.update(idempotentCall).set({ status: null, answer: null })
  const [row] = await db.select().from(idempotentCall)
  expect((row?.unknownFrom.getTime() ?? 0) - Date.now()).toBeGreaterThan(50_000)
  const soon = await note('Called us.', 'a')
  expect([soon.statusCode, problemOf(soon), soon.headers['retry-after']]).toEqual([409, 'running', '1'])
  await db.update(idempotentCall).set({ unknownFrom: new Date(Date.now() - 1) })
  const later = await note('Called us.', 'a')
  expect([later.statusCode, problemOf(later), later.headers['retry-after']]).toEqual([
    409,
    'unknown',
    undefined,
  ])
  expect(later.json().detail).toContain('Look whether it was')
})

const rounds = inject('thorough') ? 50 : 5

test(`${rounds} rounds of eight at once on two replicas: each call is done once`, async () => {
  const [one, two] = await twoReplicas()
  const { id } = await one.browser().become()
  const url = `/api/admin/users/${id}/notes`
  for (let round = 0; round < rounds; round += 1) {
    // Somebody new, so that no limit stands in the way.
    const staff = one.browser()
    await staff.become({ role: 'admin' })
    const there = two.browser(staff.address)
    for (const [name, value] of staff.cookies) there.cookies.set(name, value)
    const send = (browser: Browser) => post(browser, url, `round-${round}`, { text: `Note ${round}` })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => send(index % 2 ? staff : there)),
    )
    const done = answers.filter(({ statusCode }) => statusCode === 200)
    const waiting = answers.filter(({ statusCode }) => statusCode !== 200)
    expect(done.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1)
    expect(
      waiting.map((answer) => [answer.statusCode, problemOf(answer), answer.headers['retry-after']]),
    ).toEqual(waiting.map(() => [409, 'running', '1']))
    const after = await send(round % 2 ? staff : there)
    expect([after.statusCode, after.headers['idempotency-replayed'], after.body]).toEqual([
      200,
      'true',
      done[0]?.body,
    ])
  }
  expect(await one.database.db.$count(userNote)).toBe(rounds)
})
