import { readFile } from 'node:fs/promises'
import {
  createVitest,
  type TestCase,
  type TestModule,
  type TestSpecification,
  type Vitest,
} from 'vitest/node'
import { matchWords } from './match-words.ts'
import { describeFailure, noResults, type Results } from './results.ts'
import { root } from './root.ts'

export interface VitestRun {
  projects: string[]
  /** Each must stand in a test's file or name; all tests without one. */
  words: string[]
  /** Every long round in full. */
  thorough: boolean
}

/** Runs the tests of some projects that match the words. */
export async function runVitest({ projects, words, thorough }: VitestRun): Promise<Results> {
  process.env.TEST_THOROUGH = String(thorough)
  const vitest = await createVitest('test', { root, watch: false, project: projects })
  try {
    await vitest.standalone()
    const specifications = await chooseSpecifications(vitest, words)
    if (specifications.length === 0) return noResults()
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true)
    const results = collect(testModules)
    const unhandled = unhandledErrors.map((error) => describeFailure('outside of a test', error as Error))
    return {
      ...results,
      failed: results.failed + unhandled.length,
      failures: [...results.failures, ...unhandled],
    }
  } finally {
    await vitest.close()
  }
}

async function chooseSpecifications(vitest: Vitest, words: string[]): Promise<TestSpecification[]> {
  const all = await vitest.globTestSpecifications()
  if (words.length === 0) return all
  const chosen = await Promise.all(all.map((specification) => narrow(specification, words)))
  return chosen.filter((specification) => specification !== null)
}

// The words that are not in the path must be in the names of tests, and so in the text of the file.
async function narrow(specification: TestSpecification, words: string[]): Promise<TestSpecification | null> {
  const { moduleId, project } = specification
  const path = moduleId.slice(root.length).toLowerCase()
  const rest = words.map((word) => word.toLowerCase()).filter((word) => !path.includes(word))
  const text = (await readFile(moduleId, 'utf8')).toLowerCase()
  if (!rest.every((word) => text.includes(word))) return null
  return project.createSpecification(
    moduleId,
    rest.length > 0 ? { testNamePattern: matchWords(rest) } : undefined,
  )
}

function collect(modules: readonly TestModule[]): Results {
  const results = noResults()
  for (const module of modules) {
    const [error] = module.errors()
    if (error) addFailure(results, `${module.project.name} ${module.relativeModuleId}`, error)
    for (const test of module.children.allTests()) addTest(results, module, test)
  }
  return results
}

function addTest(results: Results, module: TestModule, test: TestCase): void {
  const result = test.result()
  const name = `${test.project.name} ${module.relativeModuleId} > ${test.fullName}`
  if (test.diagnostic()?.flaky) results.repeated.push(name)
  if (result.state === 'passed') results.passed += 1
  else if (result.state === 'failed') addFailure(results, name, result.errors[0])
  // Without a note it is one that the words do not name, or that runs on the other database.
  else if ('note' in result && result.note) results.skipped.push(`${name}: ${result.note}`)
  results.tests.push({ name, seconds: (test.diagnostic()?.duration ?? 0) / 1000 })
}

function addFailure(results: Results, name: string, error: Parameters<typeof describeFailure>[1]): void {
  results.failed += 1
  results.failures.push(describeFailure(name, error))
}
