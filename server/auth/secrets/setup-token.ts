import { hkdfSync, timingSafeEqual } from 'node:crypto'

/** The token of the first admin's link: it follows from the secret, so that every replica knows the same one. */
export function createSetupToken(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse first admin', 24)).toString('base64url')
}

/** Whether `given` is `expected`, in a time that tells nothing about where they differ. */
export function isSameToken(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
