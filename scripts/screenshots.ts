import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { browserArguments, findBrowser } from '#e2e/browser.ts'
import { startServer } from '#e2e/server-process.ts'
import { newcomer, setUp } from '#e2e/steps.ts'

// Fills a fresh embedded database and writes docs/screenshots/*.png, from the client as it is built.
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}/docs/screenshots`
const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

interface Shot {
  name: string
  path: string
  viewport: typeof desktop
  colorScheme: 'light' | 'dark'
  signedIn: boolean
}

const shots: Shot[] = [
  { name: 'sign-in', path: '/login', viewport: desktop, colorScheme: 'light', signedIn: false },
  { name: 'overview', path: '/dashboard', viewport: desktop, colorScheme: 'dark', signedIn: true },
  { name: 'users', path: '/admin/users', viewport: desktop, colorScheme: 'light', signedIn: true },
  { name: 'limits', path: '/admin/limits', viewport: desktop, colorScheme: 'dark', signedIn: true },
  { name: 'users-phone', path: '/admin/users', viewport: phone, colorScheme: 'light', signedIn: true },
  { name: 'limits-phone', path: '/admin/limits', viewport: phone, colorScheme: 'dark', signedIn: true },
]

async function take(browser: Browser, baseURL: string, session: Session): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const { name, path, viewport, colorScheme, signedIn } of shots) {
    const storageState = signedIn ? session : undefined
    const look = { viewport, colorScheme, reducedMotion: 'reduce' } as const
    const context = await browser.newContext({ baseURL, storageState, ...look })
    const page = await context.newPage()
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${folder}/${name}.png` })
    await context.close()
    console.log(`docs/screenshots/${name}.png`)
  }
}

// Somebody who guesses at a password until the limit stops them, so that the limits have something to show.
async function guess(browser: Browser, origin: string): Promise<void> {
  const context = await browser.newContext({ baseURL: origin })
  for (let tries = 0; tries < 20; tries += 1) {
    await context.request.post('/api/auth/sign-in/email', {
      data: { email: newcomer.email, password: newcomer.password },
      headers: { origin },
    })
  }
  await context.close()
}

async function seed(env: Record<string, string>): Promise<void> {
  const command = [`${root}/server/cli/seed.ts`, '--users', '240']
  const child = spawn(process.execPath, command, { env, cwd: env.DATA_DIR, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The seed ended with ${code}.`)
}

const executablePath = findBrowser()
if (!executablePath) throw new Error('There is no Chromium. Get one with: npx playwright install chromium')
const server = await startServer({ prepare: seed })
const browser = await chromium.launch({ executablePath, args: browserArguments })
try {
  const page = await browser.newPage()
  await setUp(page, server.setupLink)
  const session = await page.context().storageState()
  await guess(browser, server.url)
  await take(browser, server.url, session)
} finally {
  await browser.close()
  await server.remove()
}
