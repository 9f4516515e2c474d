import { availableParallelism } from 'node:os'
import { type Browser, type BrowserContextOptions, chromium } from '@playwright/test'
import { browserArguments, findBrowser } from '#e2e/browser.ts'
import { median } from './callers.ts'
import { type FilledServer, signInAdmin, startFilledServer } from './filled-server.ts'
import { type PageFigures, readFigures, watchLoading } from './page-watch.ts'

const users = 1000
const rounds = Number(process.argv[3] ?? 5)
const slowDown = 4
const layoutShiftAim = 0.02
// Nothing was asked, drawn or computed for so long: then the page stands.
const quietMs = 1000

const pages = [
  { name: 'sign-in', path: '/login', signedIn: false },
  { name: 'users list', path: '/admin/users', signedIn: true },
]
const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
}

/**
 * How the built app loads in Chromium with a processor four times as slow and an empty cache: first and largest paint,
 * the time that long tasks block (what each of them takes beyond 50 ms, from the first paint until the page stands) and
 * how much it shifts. The network is this machine's own, so that it adds next to nothing.
 */
export async function run(): Promise<void> {
  const server = await startFilledServer('embedded', users)
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: browserArguments,
  })
  try {
    console.log(describe(browser))
    let worstShift = 0
    for (const figures of await measureAll(browser, server)) {
      console.log(row(figures.name, figures.median))
      worstShift = Math.max(worstShift, figures.median.layoutShift)
    }
    console.log(`\nLayout shift: at most ${worstShift.toFixed(3)} (aim: ${layoutShiftAim}).`)
    if (worstShift > layoutShiftAim) process.exitCode = 1
  } finally {
    await browser.close()
    await server.remove()
  }
}

async function measureAll(browser: Browser, { url }: FilledServer) {
  const session = await signInAdmin(browser, url)
  const found: { name: string; median: PageFigures }[] = []
  for (const [screen, look] of Object.entries(screens)) {
    for (const { name, path, signedIn } of pages) {
      const options = { ...look, baseURL: url, storageState: signedIn ? session : undefined }
      const figures: PageFigures[] = []
      for (let round = 0; round < rounds; round += 1) figures.push(await load(browser, options, path))
      found.push({ name: `${name} | ${screen}`, median: medians(figures) })
    }
  }
  return found
}

// Each load in a browser window of its own: nothing is cached.
async function load(browser: Browser, options: BrowserContextOptions, path: string): Promise<PageFigures> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
  await page.addInitScript(watchLoading)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(
    (quiet) => {
      const busy = document.querySelector('[aria-busy="true"]')
      return !busy && performance.now() - window.pageWatch.changedAt > quiet
    },
    quietMs,
    { timeout: 60_000 },
  )
  const figures = await page.evaluate(readFigures)
  await context.close()
  return figures
}

function medians(all: PageFigures[]): PageFigures {
  const of = (value: (figures: PageFigures) => number) => median(all.map(value))
  return {
    firstPaintMs: of(({ firstPaintMs }) => firstPaintMs),
    largestPaintMs: of(({ largestPaintMs }) => largestPaintMs),
    blockingMs: of(({ blockingMs }) => blockingMs),
    // Of shifts the worst counts: one load in five that jumps is a page that jumps.
    layoutShift: Math.max(...all.map(({ layoutShift }) => layoutShift)),
    transferredKilobytes: of(({ transferredKilobytes }) => transferredKilobytes),
  }
}

const describe = (browser: Browser) =>
  [
    `Chromium ${browser.version()}, processor slowed ${slowDown} times, empty cache; ${users.toLocaleString('en')} users in the embedded database; ${availableParallelism()} CPUs for browser and server; the median of ${rounds} loads, of shifts the worst.`,
    '',
    '| page | screen | first paint ms | largest paint ms | blocking ms | layout shift | transferred kB |',
    '|---|---|---:|---:|---:|---:|---:|',
  ].join('\n')

function row(name: string, figures: PageFigures): string {
  const { firstPaintMs, largestPaintMs, blockingMs, layoutShift, transferredKilobytes } = figures
  const whole = [firstPaintMs, largestPaintMs, blockingMs].map((value) => value.toFixed(0))
  return `| ${[name, ...whole, layoutShift.toFixed(3), transferredKilobytes.toFixed(0)].join(' | ')} |`
}
