import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

export interface Results {
  passed: number
  failed: number
  /** Of each that failed: its name and why. */
  failures: string[]
  /** A line for each test that did not run: its name and why. */
  skipped: string[]
  /** The names of those that failed and passed at their second try. */
  repeated: string[]
  tests: { name: string; seconds: number }[]
}

export interface Part {
  name: string
  results: Results
  seconds: number
  /** What this process and those it ran used; null where the system does not say. */
  cpuSeconds: number | null
}

export const noResults = (): Results => ({
  passed: 0,
  failed: 0,
  failures: [],
  skipped: [],
  repeated: [],
  tests: [],
})

/** The results of several parts as those of one. */
export const addResults = (all: Results[]): Results => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  failures: all.flatMap(({ failures }) => failures),
  skipped: all.flatMap(({ skipped }) => skipped),
  repeated: all.flatMap(({ repeated }) => repeated),
  tests: all.flatMap(({ tests }) => tests),
})

/** Runs a part of the tests and notes how long it took. */
export async function measure(name: string, run: () => Promise<Results>): Promise<Part> {
  const [startedAt, cpuBefore] = [performance.now(), readCpuSeconds()]
  const results = await run()
  const seconds = (performance.now() - startedAt) / 1000
  const cpuAfter = readCpuSeconds()
  const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
  return { name, results, seconds, cpuSeconds }
}

/** Prints what was skipped and why, the ten slowest tests, the time by part, and last what asks for a look. */
export function printSummary(parts: Part[]): void {
  const { skipped, repeated, failures, tests } = addResults(parts.map(({ results }) => results))
  if (skipped.length > 0) console.log(`\nSkipped:\n${indent(skipped)}`)
  const slowest = tests.sort((a, b) => b.seconds - a.seconds).slice(0, 10)
  console.log('\nThe slowest tests:')
  console.log(indent(slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)))
  console.log('\nTime by part (the seconds of processors without those of a Postgres):')
  console.log(indent(parts.map(describePart)))
  if (repeated.length > 0) console.log(`\nPassed at the second try, to be mended:\n${indent(repeated)}`)
  if (failures.length > 0) console.log(`\nFailed:\n${indent(failures)}`)
}

interface Failure {
  message?: string
  cause?: unknown
  /** What was expected and what came, line by line. */
  diff?: string
}

const shownLines = 40

/** What stands in {@link Results.failures}: a test, what it met and what that came from, each with its first lines. */
export function describeFailure(name: string, error: Failure | undefined): string {
  const { message = 'no reason given', diff = '', cause } = error ?? {}
  const lines = stripVTControlCharacters(`${message}\n${diff}`).trimEnd().split('\n')
  const shown = `${name}: ${lines.slice(0, shownLines).join('\n    ')}`
  if (cause === undefined || cause === null) return shown
  return `${shown}\n${describeFailure('    because of', typeof cause === 'object' ? cause : { message: String(cause) })}`
}

function describePart({ name, results, seconds, cpuSeconds }: Part): string {
  const minutes = `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')} min`
  const cpu = cpuSeconds === null ? '' : `${Math.round(cpuSeconds)} s of CPU`
  const count = `${results.passed + results.failed} tests`
  return `${name.padEnd(30)} ${count.padStart(11)} ${minutes.padStart(10)} ${cpu.padStart(14)}`
}

const indent = (lines: string[]) => lines.map((line) => `  ${line}`).join('\n')

// Fields 14 to 17 of proc(5): user and system time of the process and of its children that ended, in hundredths.
function readCpuSeconds(): number | null {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  } catch {
    return null
  }
}
