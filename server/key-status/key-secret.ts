import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { keyStartLength, keyPrefix as prefix } from '#shared/keys.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const randomLength = 43
const checksumLength = 6
const form = new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength + checksumLength}}$`)

/** A new key: `gh_live_`, 43 random letters and digits (256 bits), and six that are the CRC-32 of all before them. */
export function createKeySecret(): string {
  let random = ''
  while (random.length < randomLength) {
    // Bytes from 248 up would favour the first digits.
    for (const byte of randomBytes(60))
      if (byte < 248 && random.length < randomLength) random += alphabet[byte % 62]
  }
  return `${prefix}${random}${checksum(prefix + random)}`
}

/** Whether it is of the form of a key; nobody need look for one that was typed or copied wrong. */
export const isKeySecret = (text: string): boolean =>
  form.test(text) && checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength)

/**
 * What is kept of a key: its SHA-256. A slow hash protects what people choose; 256 random bits nobody can guess, and
 * each call asks for it.
 */
export const keyHash = (secret: string) => createHash('sha256').update(secret).digest('base64url')

/** How a key begins, to tell it from others. */
export const keyStart = (secret: string) => secret.slice(0, keyStartLength)

function checksum(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < checksumLength; place += 1) {
    digits = alphabet[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
