import { findBrowser } from '#e2e/browser.ts'
import { findPostgres } from '#test/postgres/postgres-server.ts'
import { addResults, measure, noResults, type Part, printSummary } from './test/results.ts'
import { runPlaywright } from './test/run-playwright.ts'
import { runVitest } from './test/run-vitest.ts'

const usage = `Usage:
  npm test                      everything on the embedded database, the client, and the browser tests on the desktop
  npm test -- users ban         the tests whose file and name hold each of the words; "e2e" for those of the browser
  npm test -- --all [words]     also on Postgres and on the phone, and every long round`

const noBrowser = `The browser tests need a Chromium and found none. Get one with
  npx playwright install chromium        (or, on Debian: apt-get install chromium)
or name one in PLAYWRIGHT_CHROMIUM.`
const noPostgres = `Tests on Postgres need a server: name one in TEST_DATABASE_URL, or start one on port 5432.`

const args = process.argv.slice(2)
const words = args.filter((argument) => argument !== '--all')
const all = args.includes('--all')
if (words.some((word) => word.startsWith('-'))) {
  console.error(usage)
  process.exit(1)
}

/** In CI what is missing is a failure; elsewhere it is said and left out. */
function leftOut(what: string): Part['results'] {
  console.log(`\n${what}`)
  const [reason = ''] = what.split('\n')
  return process.env.CI ? { ...noResults(), failed: 1 } : { ...noResults(), skipped: [reason] }
}

async function runParts(): Promise<Part[]> {
  const postgres = all && (await findPostgres())
  const projects = ['embedded', 'client', ...(postgres ? ['postgres'] : [])]
  const parts = [await measure(projects.join(', '), () => runVitest({ projects, words, thorough: all }))]
  if (all && !postgres) parts.push(await measure('postgres', async () => leftOut(noPostgres)))
  if (words.length > 0 && !all && !words.some((word) => word.startsWith('e2e'))) return parts
  const sizes = all ? ['desktop', 'phone'] : ['desktop']
  parts.push(
    await measure(`browser, ${sizes.join(' and ')}`, async () =>
      findBrowser() ? runPlaywright({ projects: sizes, words }) : leftOut(noBrowser),
    ),
  )
  return parts
}

const parts = await runParts()
const { passed, failed } = addResults(parts.map(({ results }) => results))
printSummary(parts)
if (!all)
  console.log(
    '\nNot run: what needs a Postgres or a phone, and the long rounds. "npm test -- --all" runs them.',
  )
if (passed + failed === 0) console.log(`No test matches. ${usage}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
