import { createHash } from 'node:crypto'

/** A number that stays with a secret however the list is rearranged, for what is encrypted with it. */
export function secretVersion(secret: string): number {
  return createHash('sha256').update(secret).digest().readUInt32BE(0)
}
