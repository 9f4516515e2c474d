import { readFileSync } from 'node:fs'
import { type RunnerTestFile, TestRunner } from 'vitest'

// Of a race, of rounds and of inputs made by chance one failure is the proof, and a second try would throw it away.
const ofChance =
  /Promise\.(all|allSettled|race)\(|inject\('(thorough|fuzzSeed)'\)|\brac(e|es|ing)\b|same moment|at once|\bkill|random/i

/** In CI runs a test that failed once more, unless its file says a word of things that happen at once or by chance. */
export default class SecondTryRunner extends TestRunner {
  override onCollectStart(file: RunnerTestFile): void {
    super.onCollectStart(file)
    const second = process.env.CI && !ofChance.test(readFileSync(file.filepath, 'utf8'))
    this.config.retry = second ? 1 : 0
  }
}
