import { createHmac, hkdfSync } from 'node:crypto'
import { generateId } from '../generate-id.ts'
import { isSameToken } from '../secrets/setup-token.ts'

/** How long a browser is known after its last sign-in. */
export const deviceDays = 180
const deviceMs = deviceDays * 24 * 60 * 60 * 1000

/** A token of ours: which account's browser it makes known, while the password is the one of then. */
export interface Device {
  id: string
  accountHash: string
  hasPassword(passwordHash: string): boolean
}

/**
 * Tokens of known browsers, after OWASP's "Slow Down Online Guessing Attacks with Device Cookies":
 * `<account>.<device>.<expiry>.<MAC of the password's hash>.<MAC of all that>`. The first secret signs, all are read.
 */
export function createDeviceTokens(secrets: readonly string[]) {
  const keys = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse device cookie', 32)),
  )
  const [current] = keys
  if (!current) throw new Error('Device tokens need a secret.')

  return {
    issue(options: { accountHash: string; passwordHash: string; deviceId?: string; now?: Date }): string {
      const { accountHash, passwordHash, deviceId = generateId(), now = new Date() } = options
      const expiresAt = Math.floor((now.getTime() + deviceMs) / 1000)
      const content = [accountHash, deviceId, expiresAt, mac(current, `password ${passwordHash}`)].join('.')
      return `${content}.${mac(current, `device ${content}`)}`
    },

    /** What the token says; null for one that is forged or has expired. */
    read(token: string, now = new Date()): Device | null {
      const dot = token.lastIndexOf('.')
      const content = token.slice(0, dot)
      const key = keys.find((each) => isSameToken(token.slice(dot + 1), mac(each, `device ${content}`)))
      const [accountHash, id, expiresAt, passwordMac] = content.split('.')
      if (!key || !accountHash || !id || !passwordMac || Number(expiresAt) * 1000 <= now.getTime())
        return null
      return {
        id,
        accountHash,
        hasPassword: (hash) => isSameToken(passwordMac, mac(key, `password ${hash}`)),
      }
    },
  }
}

// 128 bits are as many as the expiry of half a year can ever need.
function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url')
}
