import { globSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { organization } from '#drizzle/schema/index.ts'
import { entitlementKeys } from '#shared/credits/entitlements.ts'
import { planOf, plans } from '#shared/credits/plans.ts'
import { emptyDatabase } from '#test/database.ts'
import { readEntitlement } from './read-entitlement.ts'

async function withOwner() {
  const { db } = await emptyDatabase()
  await db.insert(organization).values({ id: 'acme', name: 'Acme' })
  const set = (source: string, value: string, end: string | null = null) =>
    db.execute(sql`insert into entitlement (owner_id, key, source, value, expires_at, reason)
      values ('acme', 'credits.quota', ${source}, ${value}::jsonb, statement_timestamp() + ${end}::interval, 'test')`)
  const inForce = async () => (await readEntitlement(db, { ownerId: 'acme', key: 'credits.quota' })).value
  return { db, set, inForce }
}

test('an admin goes before a promotion, a promotion before the plan, and what is over before nothing', async () => {
  const { set, inForce } = await withOwner()
  expect(await inForce()).toBe(plans.free.values['credits.quota'])
  await set('promo', '50', '1 hour')
  expect(await inForce()).toBe(50)
  await set('admin', '7', '-1 second')
  expect(await inForce()).toBe(50)
})

test('null is a value, and one of the wrong type is as if it were not there', async () => {
  const { db, set, inForce } = await withOwner()
  await set('promo', '50')
  await set('admin', 'null')
  expect(await inForce()).toBe(null)
  await db.execute(sql`update entitlement set value = '"many"' where source = 'admin'`)
  expect(await inForce()).toBe(50)
})

test('the end of what is in force is told', async () => {
  const { db, set } = await withOwner()
  await set('promo', '50', '1 hour')
  const { until } = await readEntitlement(db, { ownerId: 'acme', key: 'credits.quota' })
  expect(Math.abs((until?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000)
})

test('an owner whom nobody knows, and a plan of another version, have what is free', async () => {
  const { db } = await withOwner()
  expect((await readEntitlement(db, { ownerId: 'nobody', key: 'credits.monthly' })).value).toBe(
    plans.free.values['credits.monthly'],
  )
  expect(planOf('gold')).toBe(plans.free)
  expect(planOf('constructor')).toBe(plans.free)
})

test('somewhere each key is asked for', () => {
  const root = new URL('../../', import.meta.url)
  const files = globSync('{server,product}/**/*.ts', {
    cwd: root,
    exclude: (path) => /\.test\.ts$|product\/shared/.test(path),
  })
  const code = files.map((path) => readFileSync(new URL(path, root), 'utf8')).join('\n')
  expect(entitlementKeys.filter((key) => !code.includes(`'${key}'`))).toEqual([])
})
