import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { AuditSigner } from '../service-context.ts'

/**
 * The keys of the audit log, one a secret: the first signs, all are read. `own` are secrets for the log alone, so that
 * the others can be rotated away without making its rows unreadable.
 */
export function createAuditKeys({ secrets, own }: { secrets: string[]; own: string[] }): AuditSigner {
  const keys = [...own, ...secrets].map(toKey)
  const [current] = keys
  if (!current) throw new Error('The audit log needs a secret.')
  return {
    sign: (content) => ({ keyId: current.id, mac: macOf(current.key, content) }),
    check(content, { keyId, mac }) {
      const found = keys.find(({ id }) => id === keyId)
      if (!found) return null
      const expected = Buffer.from(macOf(found.key, content))
      const given = Buffer.from(mac)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}

function toKey(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse audit log', 32))
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, 16) }
}

const macOf = (key: Buffer, content: string) => createHmac('sha256', key).update(content).digest('base64url')
