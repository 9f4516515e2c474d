import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { overrule } from '#test/empty-tables.ts'
import { product } from '#test/product.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { createSystemContext } from '../service-context.ts'
import { runCreditsCommand } from './credits-commands.ts'

const email = 'ada@example.com'

async function setUp() {
  const { db } = await emptyDatabase()
  await db.insert(user).values({ id: 'ada', name: 'Ada', email })
  const ctx = createSystemContext({ db, audit: auditKeys, product, device: 'command line' })
  const credits = (...args: string[]) => runCreditsCommand(ctx, args)
  return { db, ctx, credits }
}

test('grants once by a key, with its row in the audit log, and shows what is there', async () => {
  const { db, ctx, credits } = await setUp()
  const given = ['grant', '--email', email, '--credits', '50', '--reason', 'Sorry', '--key', 'a']
  expect(await credits(...given)).toMatchObject({ fine: true, text: expect.stringContaining('50 credits') })
  await credits(...given)
  await credits(
    'grant',
    '--email',
    email,
    '--credits',
    '5',
    '--reason',
    'More',
    '--expires',
    '2099-01-31T00:00Z',
  )
  await spendCredits(ctx, { ownerId: 'ada', credits: 3, type: 'reports.make' })
  const { text } = await credits('show', '--email', email)
  expect(text).toMatch(/52 credits available, and calls hold 0/)
  expect(text).toMatch(/2 of 5 \(grant\), until 2099-01-31/)
  expect(text).toMatch(/spend reports\.make {2}-3 {2}= 52/)
  const rows = (await readAudit(db)).filter(({ action }) => action === 'credits.grant')
  expect(rows).toMatchObject([
    { subject: 'ada', after: { credits: 50, reason: 'Sorry' } },
    { subject: 'ada', after: { credits: 5, reason: 'More', expiresAt: '2099-01-31T00:00:00.000Z' } },
  ])
})

test('verify names the first entry that does not follow, and what is missing', async () => {
  const { db, ctx, credits } = await setUp()
  await credits('grant', '--email', email, '--credits', '50', '--reason', 'Start')
  for (const spent of [1, 2, 3]) await spendCredits(ctx, { ownerId: 'ada', credits: spent, type: 'test' })
  const fine = { fine: true, text: 'The ledgers add up: 1 owners and 4 entries.' }
  expect(await credits('verify')).toEqual(fine)
  expect(await credits('verify', '--email', email)).toEqual(fine)
  const broken = async (statement: ReturnType<typeof sql>) => {
    await overrule(db, statement)
    const { fine: still, text } = await credits('verify')
    expect(still).toBe(false)
    return text
  }
  expect(await broken(sql`update credit_balance set balance = balance + 1`)).toMatch(
    /^The balance of ada is 45/,
  )
  await overrule(db, sql`update credit_balance set balance = balance - 1`)
  expect(await broken(sql`update credit_entry set credits = -9 where seq = 3`)).toMatch(
    /^Entry 3 of ada leaves 47/,
  )
  expect(await broken(sql`delete from credit_entry where seq = 2`)).toMatch(/^Entry 2 of ada is missing/)
  expect(await broken(sql`update credit_balance set held = 1`)).toMatch(/holds 1, and its holds 0/)
})

test.each([
  [['grant', '--email', email, '--credits', '1.5', '--reason', 'x'], /--credits: A whole number/],
  [['grant', '--email', email, '--credits', '-1', '--reason', 'x'], /credits/],
  [['grant', '--email', email, '--credits', '5'], /--reason is missing/],
  [
    ['grant', '--email', email, '--credits', '5', '--reason', 'x', '--expires', 'soon'],
    /--expires: A moment/,
  ],
  [
    ['grant', '--email', email, '--credits', '5', '--reason', 'x', '--expires', '2020-01-01T00:00Z'],
    /to come/,
  ],
  [['show', '--email', 'nobody@example.com'], /no user with the e-mail/],
  [['spend'], /no command spend/],
])('%j is refused in words', async (args, words) => {
  const { credits } = await setUp()
  await expect((async () => credits(...args))()).rejects.toThrow(words)
})
