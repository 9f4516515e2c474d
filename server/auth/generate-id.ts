import { randomBytes } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A new id of 32 letters and digits, as Better Auth makes them. */
export function generateId(): string {
  let id = ''
  while (id.length < 32) {
    // Bytes from 248 up would favour the first letters.
    for (const byte of randomBytes(40)) if (byte < 248 && id.length < 32) id += alphabet[byte % 62]
  }
  return id
}
