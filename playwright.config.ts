import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './e2e/browser.ts'

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // Each has a server and a browser of its own. One more than most small machines have processors: some tests wait.
  workers: 3,
  // A machine of many tenants may halt for seconds in the middle of a test. What passes at the second try is listed.
  retries: process.env.CI ? 1 : 0,
  // Generous, so that a slow machine is no failure.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: findBrowser() ?? undefined, args: browserArguments },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    // When a test belongs to it, the section on tests in docs/architecture.md says.
    {
      name: 'phone',
      grep: /@phone/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
})
