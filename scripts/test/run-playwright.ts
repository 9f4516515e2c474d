import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import { matchWords } from './match-words.ts'
import { describeFailure, noResults, type Results } from './results.ts'
import { root } from './root.ts'

/** Runs the browser tests at some sizes, and those alone whose file and name hold each of the words. */
export async function runPlaywright(options: { projects: string[]; words: string[] }): Promise<Results> {
  if ((await run(['scripts/build-client.ts', '--if-changed'])) !== 0) return { ...noResults(), failed: 1 }
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
  const file = join(folder, 'playwright.json')
  try {
    const cli = join(root, 'node_modules/@playwright/test/cli.js')
    const wanted = options.words.filter((word) => word !== 'e2e')
    const grep = wanted.length > 0 ? [`--grep=/${matchWords(wanted).source}/i`] : []
    const args = [...options.projects.map((name) => `--project=${name}`), ...grep]
    const command = [cli, 'test', '--reporter=list,json', '--pass-with-no-tests', ...args]
    const code = await run(command, { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
    return collect(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')), code)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function collect(report: Partial<JSONReport>, code: number): Results {
  const { expected = 0, flaky = 0, unexpected = 0 } = report.stats ?? {}
  const failed = unexpected + (report.errors?.length ?? 0)
  const specs = (report.suites ?? []).flatMap(listSpecs)
  return {
    passed: expected + flaky,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    failures: [
      ...specs.flatMap(listFailures),
      ...(report.errors ?? []).map((error) => describeFailure('outside of a test', error)),
    ],
    skipped: specs.flatMap(listSkipped),
    repeated: specs.flatMap(listRepeated),
    tests: specs.flatMap(listTimes),
  }
}

const listSpecs = (suite: JSONReportSuite): JSONReportSpec[] => [
  ...suite.specs,
  ...(suite.suites ?? []).flatMap(listSpecs),
]

const listTimes = (spec: JSONReportSpec) =>
  spec.tests.map(({ projectName, results }) => ({
    name: `${projectName} ${spec.file} > ${spec.title}`,
    seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
  }))

const listSkipped = (spec: JSONReportSpec) =>
  spec.tests
    .filter(({ status }) => status === 'skipped')
    .map(({ projectName, annotations }) => {
      const note = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
      return `${projectName} ${spec.file} > ${spec.title}${note ? `: ${note}` : ''}`
    })

const listRepeated = (spec: JSONReportSpec) =>
  spec.tests
    .filter(({ status }) => status === 'flaky')
    .map(({ projectName }) => `${projectName} ${spec.file} > ${spec.title}`)

const listFailures = (spec: JSONReportSpec) =>
  spec.tests
    .filter(({ status }) => status === 'unexpected')
    .map(({ projectName, results }) =>
      describeFailure(`${projectName} ${spec.file} > ${spec.title}`, results.at(-1)?.error),
    )

async function run(command: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}
