import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { browserArguments, findBrowser } from '#e2e/browser.ts'
import { startServer } from '#e2e/server-process.ts'
import { admin, createSession, findUserId, giveRole, newcomer, register, setUp } from '#e2e/steps.ts'
import { startStripeServer } from '#test/stripe/stripe-server.ts'
import { actAsAdmin, enrolSecondFactor, guess, makeServiceAccounts, seededIds } from './demo-acts.ts'
import { fillPast } from './demo-past.ts'
import { buyAndRefund, giveCredits } from './demo-sales.ts'

// Fills a fresh embedded database and writes docs/screenshots/*.png, from the client as it is built.
const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url))
const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const stillMs = 700

type Session = Awaited<ReturnType<BrowserContext['storageState']>>
type Sessions = Record<'admin' | 'buyer', Session>

interface Shot {
  name: string
  path: string
  viewport?: typeof desktop
  colorScheme?: 'light' | 'dark'
  /** Whose it is; the admin's unless it says otherwise. */
  of?: 'nobody' | 'buyer'
}

const shotsOf = (personId: string): Shot[] => [
  { name: 'sign-in', path: '/login', of: 'nobody' },
  { name: 'overview', path: '/dashboard', colorScheme: 'dark' },
  { name: 'security', path: '/account/security' },
  { name: 'console', path: '/admin' },
  { name: 'users', path: '/admin/users' },
  { name: 'user', path: `/admin/users/${personId}`, colorScheme: 'dark' },
  { name: 'limits', path: '/admin/limits', colorScheme: 'dark' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'credits', path: '/account/credits', of: 'buyer' },
  { name: 'orders', path: '/admin/orders' },
  { name: 'service-accounts', path: '/admin/service-accounts', colorScheme: 'dark' },
  { name: 'api', path: '/api/docs?operation=users.list', colorScheme: 'dark' },
  { name: 'sign-in-phone', path: '/login', viewport: phone, colorScheme: 'dark', of: 'nobody' },
  { name: 'console-phone', path: '/admin', viewport: phone, colorScheme: 'dark' },
  { name: 'users-phone', path: '/admin/users', viewport: phone },
  { name: 'limits-phone', path: '/admin/limits', viewport: phone, colorScheme: 'dark' },
]

async function take(browser: Browser, baseURL: string, sessions: Sessions, shot: Shot): Promise<void> {
  const { name, path, viewport = desktop, colorScheme = 'light', of = 'admin' } = shot
  const context = await browser.newContext({
    baseURL,
    viewport,
    colorScheme,
    storageState: of === 'nobody' ? undefined : sessions[of],
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(path)
  await waitUntilShown(page)
  const file = `${folder}/${name}.png`
  await page.screenshot({ path: file })
  await context.close()
  console.log(`docs/screenshots/${name}.png  ${Math.round(statSync(file).size / 1000)} kB`)
}

// The live stream stays open, so the network never falls silent: what is to be seen decides.
async function waitUntilShown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const endsAt = Date.now() + 30_000
  while (!(await page.evaluate(isComplete, stillMs))) {
    if (Date.now() > endsAt) throw new Error(`${page.url()} was not complete within 30 s.`)
    await page.waitForTimeout(100)
  }
}

// Runs in the page: whether nothing loads any more, and goes on doing so.
async function isComplete(stillMs: number): Promise<boolean> {
  const look = () => {
    // A chart is drawn once its size is known, some moments after all else.
    const charts = [...document.querySelectorAll('figure')]
    const drawn = charts.every((chart) => chart.querySelector('svg path, table, p'))
    const loaded = [...document.images].every((image) => image.complete)
    return drawn && loaded && !document.querySelector('[aria-busy="true"]') ? document.body.innerText : null
  }
  await document.fonts.ready
  const before = look()
  if (before === null) return false
  await new Promise((resolve) => setTimeout(resolve, stillMs))
  return look() === before
}

const executablePath = findBrowser()
if (!executablePath) throw new Error('There is no Chromium. Get one with: npx playwright install chromium')
const stripe = await startStripeServer()
const server = await startServer({
  prepare: async (env) => {
    env.STRIPE_SECRET_KEY = stripe.config.secretKey
    env.STRIPE_WEBHOOK_SECRET = stripe.config.webhookSecrets.join(',')
    env.STRIPE_API_URL = stripe.config.apiUrl
    await fillPast(env.DATA_DIR ?? '', 240)
  },
})
const browser = await chromium.launch({ executablePath, args: browserArguments })
try {
  const page = await browser.newPage({ baseURL: server.url })
  await setUp(page, server.setupLink)
  const other = await browser.newPage({ baseURL: server.url })
  await register(other, newcomer)
  await giveRole(page, newcomer, 'moderator')
  await createSession(other, newcomer)
  await enrolSecondFactor(page, admin.password)
  await guess(await browser.newPage({ baseURL: server.url }), server.url)
  await actAsAdmin(page)
  await makeServiceAccounts(page)
  await giveCredits(page, (await seededIds(page)).slice(0, 12))
  await buyAndRefund(other, page, stripe)
  // What the limits decided is written every two seconds, what the log has to seal every second.
  await page.waitForTimeout(4000)
  const personId = await findUserId(page, newcomer.email)
  const sessions = { admin: await page.context().storageState(), buyer: await other.context().storageState() }
  mkdirSync(folder, { recursive: true })
  for (const shot of shotsOf(personId)) await take(browser, server.url, sessions, shot)
} finally {
  await browser.close()
  await server.remove()
  await stripe.close()
}
