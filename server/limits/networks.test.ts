import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressBytes, maskBytes, networkOf, parseAddressRange, widerNetwork } from './networks.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7/32', '203.0.113.7'],
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
])('%s is the range %s', (given, text) => expect(parseAddressRange(given)?.text).toBe(text))

test.each([
  '',
  'unknown',
  '10.1',
  '0x7f000001',
  '127.0.0.010',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0.0/8.0',
  '2001:db8::/129',
  'fe80::1%eth0',
  '10.0.0.256',
  ':::',
])('%s is no range', (given) => expect(parseAddressRange(given)).toBeNull())

test('a range holds exactly the addresses that begin with its bits', () => {
  const bytes = fc.oneof(
    fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
    fc.array(fc.nat(255), { minLength: 16, maxLength: 16 }),
  )
  const bitsOf = (of: number[]) => of.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  fc.assert(
    fc.property(bytes, fc.nat(128), (address, length) => {
      const bits = Math.min(length, address.length * 8)
      const expected = bitsOf(address)
        .slice(0, bits)
        .padEnd(address.length * 8, '0')
      expect(bitsOf(maskBytes(address, bits))).toBe(expected)
    }),
  )
})

test('an IPv6 caller counts as its /64, which lies in its /48; others as themselves', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80::/64')
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(widerNetwork('2001:db8:1:2::/64')).toBe('2001:db8:1::/48')
  expect(widerNetwork('::/64')).toBe('::/48')
  expect([widerNetwork('203.0.113.7'), widerNetwork('unknown')]).toEqual([null, null])
})

test('what is no address has no bytes, a mapped address those of IPv4', () => {
  expect(addressBytes('unknown')).toBeNull()
  expect(addressBytes('::ffff:203.0.113.7')).toEqual([203, 0, 113, 7])
})
