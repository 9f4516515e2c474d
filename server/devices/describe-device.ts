import Bowser from 'bowser'
import type { SessionDevice } from '#shared/sessions.ts'

const kinds: Record<string, SessionDevice['kind']> = {
  desktop: 'desktop',
  mobile: 'mobile',
  tablet: 'tablet',
}

/** The browser and the system that a User-Agent header names; null when there is none. */
export function describeDevice(userAgent: string | null): SessionDevice | null {
  // A header can be as long as 16 KB; what says something stands at its beginning.
  const text = userAgent?.trim().slice(0, 300)
  if (!text) return null
  const { browser, os, platform } = Bowser.parse(text)
  const version = browser.version?.split('.', 1)[0]
  const name = browser.name ? [browser.name, version].filter(Boolean).join(' ') : programName(text)
  return { browser: name, os: os.name || null, kind: kinds[platform.type ?? ''] ?? 'other' }
}

// `curl/8.5.0` is curl.
const programName = (text: string) => text.match(/^[A-Za-z][A-Za-z0-9_.-]{0,39}/)?.[0] ?? null
