import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import { startVitest, type TestResult } from 'vitest/node'
import { findBrowser } from '#e2e/browser.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Tally {
  passed: number
  failed: number
  /** A line for each test that did not run: its name and why. */
  skipped: string[]
}

const noBrowser = `The browser tests need a Chromium and found none. Get one with
  npx playwright install chromium        (or, on Debian: apt-get install chromium)
or name one in PLAYWRIGHT_CHROMIUM.`

async function runVitest(): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] }
  const vitest = await startVitest('test', [], { root, watch: false })
  for (const module of vitest.state.getTestModules()) {
    if (module.errors().length > 0) tally.failed += 1
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') tally.passed += 1
      else if (result.state === 'failed') tally.failed += 1
      else
        tally.skipped.push(
          `${test.project.name} ${module.relativeModuleId} > ${test.fullName}${noteOf(result)}`,
        )
    }
  }
  tally.failed += vitest.state.getUnhandledErrors().length
  await vitest.close()
  return tally
}

const noteOf = (result: TestResult) => reason('note' in result ? result.note : undefined)
const reason = (note: string | undefined) => (note ? `: ${note}` : '')

async function runPlaywright(): Promise<Tally> {
  if (!findBrowser()) {
    console.log(`\n${noBrowser}`)
    const needed = Boolean(process.env.CI)
    return { passed: 0, failed: needed ? 1 : 0, skipped: needed ? [] : ['e2e: there is no browser'] }
  }
  const build = await run(['scripts/build-client.ts', '--if-changed'])
  if (build !== 0) return { passed: 0, failed: 1, skipped: [] }

  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
  const file = join(folder, 'playwright.json')
  try {
    const cli = join(root, 'node_modules/@playwright/test/cli.js')
    const code = await run([cli, 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
    const report = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<JSONReport>
    const { expected = 0, flaky = 0, unexpected = 0 } = report.stats ?? {}
    const failed = unexpected + (report.errors?.length ?? 0)
    return {
      passed: expected + flaky,
      failed: code !== 0 && failed === 0 ? 1 : failed,
      skipped: (report.suites ?? []).flatMap(listSkipped),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function listSkipped(suite: JSONReportSuite): string[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'skipped')
      .map(({ projectName, annotations }) => {
        const note = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
        return `${spec.file} > ${spec.title} (${projectName})${reason(note)}`
      }),
  )
  return [...own, ...(suite.suites ?? []).flatMap(listSkipped)]
}

async function run(command: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}

const tallies = [await runVitest(), await runPlaywright()]
const skipped = tallies.flatMap((tally) => tally.skipped)
const sum = (key: 'passed' | 'failed') => tallies.reduce((total, tally) => total + tally[key], 0)

if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((line) => `  ${line}`).join('\n')}`)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1)
