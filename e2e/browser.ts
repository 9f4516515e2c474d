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

// The drop-down of the address bar is a page of its own, which each window loads for a second and nobody sees.
const addressBar = ['WebUIOmniboxAimPopup', 'WebUIOmniboxPopup']
// Chromium heeds the last such list, so what Playwright leaves out is repeated (chromiumSwitches in its sources).
const leftOutByPlaywright = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
]

/** How Chromium is started: silent towards the network, and without its sandbox where root leaves it no choice. */
export const browserArguments = [
  `--disable-features=${[...addressBar, ...leftOutByPlaywright].join()}`,
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
