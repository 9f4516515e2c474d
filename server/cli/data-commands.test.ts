import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { testSecret } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { dataFolder, run, temporaryFolder } from '#test/processes/server-process.ts'
import { product } from '#test/product.ts'
import { createAuditSealer } from '../audit/chain/audit-sealer.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../database/open.ts'
import { createLogger } from '../logger.ts'
import { createSystemContext } from '../service-context.ts'
import { runDataCommand } from './data-commands.ts'
import { UsageError } from './run-command.ts'

/** The configuration of a database that nothing was written to. */
async function newPlace(secret = testSecret): Promise<Config> {
  const config = { ...readConfig({}), secrets: [secret] }
  if (inject('database') === 'embedded') return { ...config, dataDir: await dataFolder() }
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  return { ...config, databaseUrl: url }
}

async function writeLog(config: Config, rows: number): Promise<void> {
  const { db, close } = await openDatabase(config)
  const ctx = createSystemContext({ db, audit: auditKeys, product, device: 'test' })
  for (let row = 0; row < rows; row += 1)
    await recordAudit(ctx, { action: 'user.ban', subject: { type: 'user', id: `user${row}` } })
  await createAuditSealer({ db, keys: auditKeys, logger: createLogger('silent') }).seal()
  await close()
}

function command(config: Config, ...args: string[]) {
  const progress: string[] = []
  const signal = new AbortController().signal
  const answer = runDataCommand(config, args, { signal, progress: (line) => progress.push(line) })
  return answer.then(({ fine, text }) => ({ fine, text, progress }))
}

test('data goes from one database into another; the command says what a dump holds, and verifies the log', async () => {
  const from = await newPlace()
  await writeLog(from, 3)
  const file = join(await temporaryFolder(), 'dump.gz')
  const exported = await command(from, 'export', file)
  expect(exported.fine).toBe(true)
  expect(exported.text).toMatch(
    /holds 3 rows of \d+ tables, .* every secret .*\(mode 600\).*\n.*BETTER_AUTH_SECRET/,
  )
  expect(exported.progress).toContain('public.audit_event: 3 of 3')

  const imported = await command(await newPlace(), 'import', file)
  expect(imported.fine).toBe(true)
  expect(imported.text).toMatch(/^Imported 3 rows of \d+ tables.*as it was signed: 3 rows, and 0 that wait/s)
  expect(imported.progress).toContain('public.audit_event: 3 of 3')

  const unlike = await command(await newPlace('anotherSecretOfThirtyTwoCharacters'), 'import', file)
  expect(unlike.fine).toBe(false)
  expect(unlike.text).toMatch(/^Imported 3 rows.*Row 1 .*Every row is as it was exported\. .*AUDIT_SECRET/s)
})

test('what it does not understand is refused', async () => {
  const config = readConfig({})
  for (const [args, expected] of [
    [[], /There is no command given/],
    [['dump', 'x'], /There is no command dump/],
    [['export'], /export takes the name of one file/],
    [['import', 'a', 'b'], /import takes the name of one file/],
    [['export', 'a', '--all'], /--all/],
  ] as const) {
    const refused = command(config, ...args)
    await expect(refused).rejects.toBeInstanceOf(UsageError)
    await expect(refused).rejects.toThrow(expected)
  }
})

test('the program ends with a sentence and 1 for what it refuses', async () => {
  const DATA_DIR = await temporaryFolder()
  const { exited, output } = run('server/cli/data.ts', {
    args: ['import', 'nowhere.gz'],
    env: { DATA_DIR },
    cwd: DATA_DIR,
  })
  expect(await exited).toBe(1)
  expect(output()).toBe("nowhere.gz cannot be read: ENOENT: no such file or directory, open 'nowhere.gz'.\n")
})
