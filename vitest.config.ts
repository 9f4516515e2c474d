import { randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import LongestFirst from './scripts/test/longest-first.ts'
import { findPostgres } from './test/postgres/postgres-server.ts'

const postgresUrl = await findPostgres()
const run = randomBytes(4).toString('hex')

const serverTests = '{server,shared,product,test,drizzle,scripts}/**/*.test.ts'

// A test that opens no database says the same on either of them, so it runs once; so do those of what is written from the
// code, whatever server they ask.
const opensDatabase = /#test\/(app|app-with-admin|database|processes\/server-process)\.ts|-fixture\.ts'/
const databaseTests = globSync('{server,shared,product,test,drizzle}/**/*.test.ts', {
  cwd: import.meta.dirname,
}).filter((path) => opensDatabase.test(readFileSync(`${import.meta.dirname}/${path}`, 'utf8')))

export default defineConfig({
  test: {
    globalSetup: './test/global-setup.ts',
    runner: './scripts/test/second-try.ts',
    sequence: { sequencer: LongestFirst },
    provide: {
      database: 'embedded',
      postgresUrl,
      run,
      thorough: process.env.TEST_THOROUGH === 'true',
      fuzzSeed: Number(process.env.TEST_FUZZ_SEED ?? 1),
    },
    // A worker keeps its modules, and with them its one migrated database, from file to file.
    isolate: false,
    pool: 'forks',
    // One more than most small machines have processors, since some tests wait for a time to pass.
    maxWorkers: 3,
    // Far beyond what any test takes: a machine that is slow at the moment must not decide one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: { name: 'embedded', include: [serverTests], provide: { database: 'embedded' } },
      },
      ...(postgresUrl
        ? [
            {
              extends: true as const,
              test: { name: 'postgres', include: databaseTests, provide: { database: 'postgres' as const } },
            },
          ]
        : []),
      { extends: true, test: { name: 'client', include: ['client/**/*.test.ts'] } },
    ],
  },
})
