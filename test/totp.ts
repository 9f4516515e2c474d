import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The bytes that base32 (RFC 4648, without padding) stands for. */
export function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** The code that an authenticator shows at a time, after RFC 6238: SHA-1, six digits, 30 seconds. */
export function totp(secret: Buffer, at = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** An authenticator app that has scanned the address in a QR code. */
export function authenticatorApp(uri: string) {
  const secret = decodeBase32(new URL(uri).searchParams.get('secret') ?? '')
  return {
    /** The code of this half minute, or of one so many further on. */
    code: (steps = 0) => totp(secret, Date.now() + steps * 30_000),
    /** A code that is none of those that are accepted. */
    wrongCode() {
      const right = [-2, -1, 0, 1, 2].map((steps) => totp(secret, Date.now() + steps * 30_000))
      return ['000000', '111111', '222222', '333333', '444444', '555555'].find(
        (code) => !right.includes(code),
      ) as string
    },
  }
}
