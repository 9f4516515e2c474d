import { randomBytes } from 'node:crypto'

/**
 * A UUID version 7 that goes on telling the time below the millisecond (RFC 9562, section 6.2, method 3): the ids of a
 * process sort as they were made, so that what one request records within a millisecond keeps its order.
 */
export function createEventId(): string {
  const now = performance.timeOrigin + performance.now()
  const ms = Math.floor(now)
  const bytes = randomBytes(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | Math.floor((now - ms) * 4096), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
