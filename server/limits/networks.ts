import ipaddr from 'ipaddr.js'

/** A range of addresses; `text` is its one spelling. */
export interface AddressRange {
  text: string
  kind: 'ipv4' | 'ipv6'
  bits: number
  bytes: number[]
}

/**
 * The range that an address or a CIDR range names, without the bits behind its length; null when it is neither. An
 * IPv4-mapped IPv6 address is the IPv4 address.
 */
export function parseAddressRange(value: string): AddressRange | null {
  const [address = '', length, ...rest] = value.split('/')
  if (rest.length > 0 || !isWholeAddress(address)) return null
  const given = ipaddr.parse(address)
  const maxBits = given.toByteArray().length * 8
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= maxBits)) return null
  const lengthBits = length === undefined ? maxBits : Number(length)
  const parsed = ipaddr.process(address)
  // A range of mapped addresses is an IPv4 range only when it holds nothing else.
  const mapped = parsed.kind() !== given.kind() && lengthBits >= 96
  const kept = mapped ? parsed : given
  const bits = mapped ? lengthBits - 96 : lengthBits
  const bytes = maskBytes(kept.toByteArray(), bits)
  const network = ipaddr.fromByteArray(bytes).toString()
  return {
    text: bits === bytes.length * 8 ? network : `${network}/${bits}`,
    kind: kept.kind(),
    bits,
    bytes,
  }
}

/** Whether the range holds the address; never for what is none, such as `unknown`. */
export function isWithin(address: string, range: string): boolean {
  const bytes = addressBytes(address)
  const parsed = parseAddressRange(range)
  if (!bytes || !parsed || bytes.length !== parsed.bytes.length) return false
  return maskBytes(bytes, parsed.bits).every((byte, index) => byte === parsed.bytes[index])
}

/** The bytes of an address; null for what is none, such as `unknown`. */
export function addressBytes(address: string): number[] | null {
  return ipaddr.isValid(address) ? ipaddr.process(address).toByteArray() : null
}

/** The bytes with everything behind the first `bits` cleared. */
export function maskBytes(bytes: readonly number[], bits: number): number[] {
  return bytes.map((byte, index) => byte & (0xff << Math.min(Math.max(8 - (bits - index * 8), 0), 8)) & 0xff)
}

/** What a caller from this address counts as: the address, of an IPv6 one its /64 network. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  // A zone says by which of this machine's networks the address was reached.
  return parseAddressRange(`${address.replace(/%.*$/, '')}/64`)?.text ?? address
}

/** The /48 network around an IPv6 caller's /64; null for other callers. */
export function widerNetwork(network: string): string | null {
  if (!network.endsWith('/64')) return null
  const range = parseAddressRange(network)
  return range && `${ipaddr.fromByteArray(maskBytes(range.bytes, 48)).toString()}/48`
}

// Spellings such as `10.1` or `0x7f000001` are read differently by different programs, and zones mean something on
// one machine only.
function isWholeAddress(value: string): boolean {
  if (value.includes('%')) return false
  return value.includes(':') ? ipaddr.IPv6.isValid(value) : ipaddr.IPv4.isValidFourPartDecimal(value)
}
