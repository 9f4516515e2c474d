import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { fillDataFolder } from '../embedded-template.ts'

export interface RunningProcess {
  child: ChildProcess
  output(): string
  exited: Promise<number | null>
  /** Resolves with the output once it matches; rejects when the process ends before. */
  printed(pattern: RegExp): Promise<RegExpMatchArray>
}

/** An empty folder for one test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-data-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A data folder for one test, in which the first start has made the embedded database already. */
export async function dataFolder(): Promise<string> {
  const folder = await temporaryFolder()
  await fillDataFolder(folder)
  return folder
}

/**
 * Runs one of the server's programs as a process of its own, ended with the test. Its input is `input`; null leaves it
 * open to be written to. `clockShiftMs` sets its clock forward; `root` is where another version of the repository is.
 */
export function run(
  program: string,
  options: {
    args?: string[]
    env?: Record<string, string>
    input?: string | null
    cwd?: string
    clockShiftMs?: number
    root?: string
  } = {},
): RunningProcess {
  const { PATH = '', HOME = '' } = process.env
  const shift = options.clockShiftMs
    ? ['--import', pathToFileURL(join(process.cwd(), 'test/shifted-clock.ts')).href]
    : []
  const quickly = options.root
    ? []
    : ['--import', pathToFileURL(join(process.cwd(), 'server/quick-start.ts')).href]
  const args = [...quickly, ...shift, join(options.root ?? process.cwd(), program), ...(options.args ?? [])]
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: {
      PATH,
      HOME,
      CLOCK_SHIFT_MS: String(options.clockShiftMs ?? 0),
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  if (options.input !== null) child.stdin.end(options.input ?? '')
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const listener of listeners) listener()
    })
  }
  const exited = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await exited
  })
  return {
    child,
    output: () => output,
    exited,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = output.match(pattern)
          if (!match) return
          listeners.delete(look)
          resolve(match)
        }
        listeners.add(look)
        exited.then((code) =>
          reject(new Error(`It ended with ${code} before it printed ${pattern}:\n${output}`)),
        )
        look()
      }),
  }
}
