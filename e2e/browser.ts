import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The Chromium to test with: PLAYWRIGHT_CHROMIUM, Playwright's own, else the machine's; null when there is none. */
export function findBrowser(): string | null {
  const candidates = [process.env.PLAYWRIGHT_CHROMIUM ?? '', chromium.executablePath(), ...installed]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}

/** How Chromium is started: silent towards the network, and without its sandbox where root leaves it no choice. */
export const browserArguments = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
