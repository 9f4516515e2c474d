import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { LimitOverride } from '#shared/limits/limit-rules.ts'
import { type Browser, createTestApp } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { openDatabase } from '../../database/open.ts'

// Without the news a replica reads the rules anew every ten seconds.
const broughtByNewsMs = 5000

// Only a Postgres can have two processes.
const onPostgres = test.runIf(inject('database') === 'postgres')

/** Two servers with pools and listeners of their own on one database, and an admin who is signed in at the first. */
async function twoReplicas() {
  const { url, drop } = await createPostgresDatabase()
  const first = await openDatabase({ databaseUrl: url, dataDir: '' })
  const second = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(async () => {
    await Promise.all([first.close(), second.close()])
    await drop()
  })
  const [here, there] = [await createTestApp({ database: first }), await createTestApp({ database: second })]
  const admin = here.browser('192.0.2.1')
  await admin.become({ role: 'admin' })
  const change = async <Output>(path: string, input: unknown = {}) => {
    const { error, data } = await admin.mutate<Output>(`limits.${path}`, input)
    expect(error, path).toBeUndefined()
    return data
  }
  return { here, there, change, database: first }
}

/** How long it takes from now until a call answers with the status. */
async function timeUntil(caller: Browser, status: number): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    if ((await caller.query('health.ping')).status === status) return performance.now() - startedAt
    if (performance.now() - startedAt > 60_000) throw new Error(`It never answered ${status}.`)
    // An injected request that is refused from memory touches no socket, and news come by one.
    await delay(2)
  }
}

async function statusesOf(caller: Browser, times: number): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < times; i += 1) statuses.push((await caller.query('health.ping')).status)
  return statuses
}

onPostgres('overrides, policies and resets of one replica reach the other by the news', async () => {
  const { there, change } = await twoReplicas()
  const address = '198.51.100.9'
  const caller = there.browser(address)
  const times: Record<string, number> = {}
  const measure = async (name: string, status: number) => {
    times[name] = Math.round(await timeUntil(caller, status))
  }
  const id = `public/ip:${address}`

  await change('setPolicy', { id: 'public', scope: 'ip', limit: 3, windowMs: 3_600_000, reason: 'x' })
  await measure('first change', 429)
  await change('reset', { id })
  await measure('reset', 200)
  expect(await statusesOf(caller, 3)).toEqual([200, 200, 429])
  await change('decrement', { id, amount: 3 })
  await measure('decrement', 200)
  await change('increment', { id, amount: 3 })
  expect(await statusesOf(caller, 1)).toEqual([429])
  await change('resetAll')
  await measure('resetAll', 200)
  await change('setPolicy', { id: 'public', scope: 'ip', limit: 1, windowMs: 3_600_000, reason: 'x' })
  await measure('setPolicy', 429)
  await change('resetPolicy', { id: 'public' })
  await measure('resetPolicy', 200)
  const rule = { target: 'address', value: address, reason: 'x' }
  const { id: ruleId } = await change<LimitOverride>('setOverride', { ...rule, effect: 'blocked' })
  await measure('blocked', 403)
  await change('setOverride', { ...rule, id: ruleId, effect: 'limit', limit: 1 })
  await measure('limit', 429)
  await change('removeOverride', { id: ruleId })
  await measure('removeOverride', 200)

  console.log('milliseconds until the other replica followed', times)
  for (const [name, ms] of Object.entries(times)) expect(ms, name).toBeLessThan(broughtByNewsMs)
})

onPostgres(
  'what is changed while the connection that listens is lost is followed once it is back',
  async () => {
    const { there, change, database } = await twoReplicas()
    const caller = there.browser('198.51.100.9')
    const counter = { id: 'public/ip:198.51.100.9' }
    await change('setPolicy', { id: 'public', scope: 'ip', limit: 1, windowMs: 3_600_000, reason: 'x' })
    await timeUntil(caller, 429)
    const cut = async () => {
      const cutNow = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'gatehouse listener' and datname = current_database()`
      await database.db.execute(cutNow)
    }
    for (let round = 0; round < 3; round += 1) {
      await cut()
      // Told to nobody: the replica has to look by itself.
      await change('reset', counter)
      expect(await timeUntil(caller, 200)).toBeLessThan(broughtByNewsMs)
      await cut()
      const rule = { target: 'address', value: '198.51.100.9', reason: 'x', effect: 'blocked' }
      const { id } = await change<LimitOverride>('setOverride', rule)
      expect(await timeUntil(caller, 403)).toBeLessThan(broughtByNewsMs)
      // And it hears again.
      await change('removeOverride', { id })
      expect(await timeUntil(caller, 429)).toBeLessThan(broughtByNewsMs)
    }
  },
)

onPostgres('a reset in the middle of refusals leaves no old refusal behind', async () => {
  const { here, there, change } = await twoReplicas()
  const id = 'public/ip:198.51.100.9'
  await change('setPolicy', { id: 'public', scope: 'ip', limit: 5, windowMs: 3_600_000, reason: 'x' })
  const callers = [here.browser('198.51.100.9'), there.browser('198.51.100.9')]
  await timeUntil(callers[1] as Browser, 429)
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(callers.map((caller) => statusesOf(caller, 6)))
    const [, ...statuses] = await Promise.all([
      change('reset', { id }),
      ...Array.from({ length: 20 }, (_, i) => statusesOf(callers[i % 2] as Browser, 1)),
    ])
    const passed = statuses.flat().filter((status) => status === 200).length
    expect(passed).toBeLessThanOrEqual(5)
    // What is left passes within a second on the other replica too, however the refusals and the reset crossed.
    if (passed < 5) expect(await timeUntil(callers[1] as Browser, 200)).toBeLessThan(broughtByNewsMs)
  }
})
