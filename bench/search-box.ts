import { availableParallelism } from 'node:os'
import { chromium, type Page } from '@playwright/test'
import { browserArguments, findBrowser } from '#e2e/browser.ts'
import { percentile } from './callers.ts'
import { type DatabaseKind, signInAdmin, startFilledServer } from './filled-server.ts'
import { type Keystroke, watchSearchBox } from './search-box-watch.ts'
import { familyNames } from './user-rows.ts'

const users = 100_000
// A good typist: eight letters a second, none of them evenly.
const betweenKeysMs = [90, 140, 110, 170, 80, 150, 130, 100]
const aimMs = 150

/**
 * Types names letter by letter into the search box of the users page, over 100,000 users and in a real browser. What is
 * measured begins with the press of a key, as the browser stamps it, and ends behind the first frame in which the list
 * shows what the server answered for the text as it then was, or for a later one. Every letter counts, also one that
 * was overtaken by the next before it was asked about; all waiting of the page's own is in it.
 */
export async function run(): Promise<void> {
  const cpus = availableParallelism()
  console.log(
    `${users.toLocaleString('en')} users; ${cpus} CPUs for browser, server and database; Node ${process.versions.node}`,
  )
  console.log('| database | letters | p50 ms | p95 ms | p99 ms | until asked | answer | until shown |')
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|')
  for (const kind of ['postgres', 'embedded'] as const) console.log(await measure(kind))
  console.log(`\nAim: p95 at most ${aimMs} ms. The last three are medians of their own.`)
}

async function measure(kind: DatabaseKind): Promise<string> {
  const server = await startFilledServer(kind, users)
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: browserArguments,
  })
  try {
    const storageState = await signInAdmin(browser, server.url)
    const context = await browser.newContext({
      baseURL: server.url,
      storageState,
      viewport: { width: 1440, height: 900 },
    })
    const page = await context.newPage()
    await page.addInitScript(watchSearchBox)
    await page.goto('/admin/users')
    const box = page.getByRole('searchbox')
    await box.waitFor()
    await page.getByRole('link', { name: /\w/ }).first().waitFor()
    const keystrokes: Keystroke[] = []
    // The first name warms the server up, as whoever was here before has.
    for (const [index, name] of ['garcia', ...names()].entries()) {
      const typed = await typeName(page, name)
      if (index > 0) keystrokes.push(...typed)
    }
    return describe(server.database, keystrokes)
  } finally {
    await browser.close()
    await server.remove()
  }
}

// Family names, frequent and rare, of letters that a plain keyboard has; and people by both of their names.
function names(): string[] {
  const plain = familyNames.map((name) => name.toLowerCase()).filter((name) => /^[a-z]+$/.test(name))
  return [...plain.slice(0, 40), 'maria silva', 'anna rossi', 'omar khan', 'lena ito']
}

async function typeName(page: Page, name: string): Promise<Keystroke[]> {
  const box = page.getByRole('searchbox')
  await box.fill('')
  // Nothing of the name before is asked about any more, and the limit of calls is not what is measured.
  await page.waitForTimeout(1000)
  await page.evaluate(() => window.searchBoxWatch.forget())
  await box.focus()
  for (const [index, letter] of [...name].entries()) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    await page.waitForTimeout(betweenKeysMs[index % betweenKeysMs.length] ?? 0)
  }
  await page.waitForFunction(() => window.searchBoxWatch.isSettled(), null, { timeout: 10_000 })
  return page.evaluate(() => window.searchBoxWatch.keystrokes)
}

function describe(database: string, keystrokes: Keystroke[]): string {
  const column = (value: (each: Keystroke) => number | null, part: number) => {
    const values = keystrokes.map(value).filter((each) => each !== null)
    return percentile(Float64Array.from(values).sort(), part).toFixed(0)
  }
  const total = ({ pressedAt, shownAt }: Keystroke) => (shownAt === null ? null : shownAt - pressedAt)
  const cells = [
    database,
    keystrokes.length,
    ...[0.5, 0.95, 0.99].map((part) => column(total, part)),
    column(({ pressedAt, askedAt }) => askedAt && askedAt - pressedAt, 0.5),
    column(({ askedAt, answeredAt }) => askedAt && answeredAt && answeredAt - askedAt, 0.5),
    column(({ answeredAt, shownAt }) => answeredAt && shownAt && shownAt - answeredAt, 0.5),
  ]
  return `| ${cells.join(' | ')} |`
}
