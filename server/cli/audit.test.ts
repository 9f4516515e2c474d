import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { testSecret } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { run, temporaryFolder } from '#test/server-process.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { openDatabase } from '../database/open.ts'

/** A database of its own with so many rows in its log, and what runs the command on it. */
async function setUp(rows: number) {
  const dataDir = await temporaryFolder()
  const { url, drop } =
    inject('database') === 'postgres' ? await createPostgresDatabase() : { url: null, drop: null }
  if (drop) onTestFinished(drop)
  const withDatabase = async (
    use: (db: Awaited<ReturnType<typeof openDatabase>>['db']) => Promise<unknown>,
  ) => {
    const database = await openDatabase({ databaseUrl: url, dataDir })
    await use(database.db).finally(() => database.close())
  }
  const env = {
    DATA_DIR: dataDir,
    BETTER_AUTH_SECRET: testSecret,
    PORT: '0',
    ...(url && { DATABASE_URL: url }),
  }
  const audit = async (args: string[], changes: Record<string, string> = {}) => {
    const command = run('server/cli/audit.ts', { args, env: { ...env, ...changes }, cwd: dataDir })
    return { code: await command.exited, output: command.output() }
  }
  await withDatabase(async (db) => {
    for (let row = 0; row < rows; row += 1) {
      await recordAudit(
        {
          db,
          audit: auditKeys,
          actor: null,
          requestId: 'r',
          clientAddress: '',
          device: null,
          now: new Date(),
        },
        { action: 'user.ban', subject: { type: 'user', id: `user${row}` } },
      )
    }
  })
  const tamper = (statement: SQL) =>
    withDatabase((db) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`)
        await tx.execute(statement)
      }),
    )
  return { audit, dataDir, env, tamper }
}

test('the server seals what was written; the command verifies it, and a kept head shows a cut-off end', async () => {
  const { audit, dataDir, env, tamper } = await setUp(3)
  expect(await audit(['verify'])).toEqual({
    code: 0,
    output: 'The log is as it was signed: 0 rows, and 3 that wait for the sealer.\n',
  })
  const server = run('server/main.ts', { env, cwd: dataDir })
  await server.printed(/Gatehouse runs at/)
  server.child.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  const head = await audit(['head'])
  expect(JSON.parse(head.output)).toMatchObject({ position: 3, mac: expect.any(String) })
  const file = join(dataDir, 'head.json')
  await writeFile(file, head.output)
  const kept = await audit(['verify', '--head', file])
  expect(kept.code).toBe(0)
  expect(kept.output).toMatch(/signed: 3 rows.*\nIt holds what it held at .* ended with row 3/)

  await tamper(sql`delete from audit_event where position = 3`)
  expect((await audit(['verify'])).code).toBe(0)
  const cutOff = await audit(['verify', '--head', file])
  expect(cutOff.code).toBe(1)
  expect(cutOff.output).toMatch(/cut off: row 3.*\nThe log is broken \(cut-off\)/)

  await tamper(sql`update audit_event set subject_id = 'x' where position = 2`)
  const altered = await audit(['verify'])
  expect(altered.code).toBe(1)
  expect(altered.output).toMatch(/^Row 2 \(\S+ of \S+\) is not as it was signed.*\n.*1 rows before/)
  const other = await audit(['verify'], { BETTER_AUTH_SECRET: 'anotherSecretOfThirtyTwoCharacters' })
  expect(other.code).toBe(1)
  expect(other.output).toMatch(/Row 1 .* AUDIT_SECRET/)
})

test('a command that it does not know is refused with the usage', async () => {
  const { audit } = await setUp(0)
  for (const [args, expected] of [
    [['erase'], /There is no command erase/],
    [['verify', '--head', 'nowhere.json'], /nowhere.json is not a file that "npm run audit -- head" wrote/],
    [['head', '--head', 'x'], /There is no command/],
  ] as const) {
    const { code, output } = await audit([...args])
    expect(code).toBe(1)
    expect(output).toMatch(expected)
    expect(output).toContain('Usage:')
  }
})
