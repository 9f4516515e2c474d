import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { testSecret } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { product } from '#test/product.ts'
import { createAuditKeys } from '../audit/audit-keys.ts'
import { createAuditSealer } from '../audit/chain/audit-sealer.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { createLogger } from '../logger.ts'
import { createSystemContext } from '../service-context.ts'
import { runAuditCommand } from './audit-commands.ts'
import { UsageError } from './run-command.ts'

/** A log with so many rows, and what runs a command on it. */
async function setUp(rows: number) {
  const { db } = await emptyDatabase()
  const ctx = createSystemContext({ db, audit: auditKeys, product, device: 'test' })
  for (let row = 0; row < rows; row += 1)
    await recordAudit(ctx, { action: 'user.ban', subject: { type: 'user', id: `user${row}` } })
  const audit = (args: string[], secret = testSecret) =>
    runAuditCommand({ db, audit: createAuditKeys({ secrets: [secret], own: [] }) }, args)
  const seal = () => createAuditSealer({ db, keys: auditKeys, logger: createLogger('silent') }).seal()
  const tamper = (statement: SQL) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.execute(statement)
    })
  return { audit, seal, tamper }
}

test('verify tells what waits for the sealer, what is altered, and by a kept head what was cut off', async () => {
  const { audit, seal, tamper } = await setUp(3)
  expect(await audit(['verify'])).toEqual({
    fine: true,
    text: 'The log is as it was signed: 0 rows, and 3 that wait for the sealer.',
  })
  await seal()
  const head = await audit(['head'])
  expect(JSON.parse(head.text)).toMatchObject({ position: 3, mac: expect.any(String) })
  const file = join(await temporaryFolder(), 'head.json')
  await writeFile(file, head.text)
  const kept = await audit(['verify', '--head', file])
  expect(kept.fine).toBe(true)
  expect(kept.text).toMatch(/signed: 3 rows.*\nIt holds what it held at .* ended with row 3/)

  await tamper(sql`delete from audit_event where position = 3`)
  expect((await audit(['verify'])).fine).toBe(true)
  const cutOff = await audit(['verify', '--head', file])
  expect(cutOff.fine).toBe(false)
  expect(cutOff.text).toMatch(/cut off: row 3.*\nThe log is broken \(cut-off\)/)

  await tamper(sql`update audit_event set subject_id = 'x' where position = 2`)
  const altered = await audit(['verify'])
  expect(altered.fine).toBe(false)
  expect(altered.text).toMatch(/^Row 2 \(\S+ of \S+\) is not as it was signed.*\n.*1 rows before/)
  const other = await audit(['verify'], 'anotherSecretOfThirtyTwoCharacters')
  expect(other.fine).toBe(false)
  expect(other.text).toMatch(/Row 1 .* AUDIT_SECRET/)
})

test('what it does not understand is refused', async () => {
  const { audit } = await setUp(0)
  for (const [args, expected] of [
    [['erase'], /There is no command erase/],
    [['verify', '--head', 'nowhere.json'], /nowhere.json is not a file that "npm run audit -- head" wrote/],
    [['head', '--head', 'x'], /There is no command/],
  ] as const) {
    const refused = (async () => audit([...args]))()
    await expect(refused).rejects.toBeInstanceOf(UsageError)
    await expect(refused).rejects.toThrow(expected)
  }
})
