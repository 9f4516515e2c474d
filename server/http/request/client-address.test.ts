import { expect, test } from 'vitest'
import { createClientAddressOf } from './client-address.ts'

const behindProxies = createClientAddressOf(['10.0.0.0/8', '127.0.0.1', '2001:db8:ff::/48'])
const direct = createClientAddressOf([])

test('without trusted proxies nobody can choose their address', () => {
  expect(direct({ peer: '203.0.113.7', forwardedFor: '198.51.100.1' }).address).toBe('203.0.113.7')
})

test('trusted hops are passed over from the right, what stands left of the client is not believed', () => {
  const forwardedFor = '1.1.1.1, 203.0.113.7, 10.1.2.3'
  expect(behindProxies({ peer: '10.0.0.1', forwardedFor }).address).toBe('203.0.113.7')
})

test('a peer that is not trusted is the client, whatever it forwards', () => {
  expect(behindProxies({ peer: '203.0.113.9', forwardedFor: '10.0.0.1' }).address).toBe('203.0.113.9')
})

test('IPv6 callers are counted by /64, IPv4-mapped ones as IPv4', () => {
  expect(direct({ peer: '2001:db8:1:2:3:4:5:6' })).toMatchObject({
    address: '2001:db8:1:2:3:4:5:6',
    network: '2001:db8:1:2::/64',
  })
  expect(direct({ peer: '::ffff:203.0.113.7' }).network).toBe('203.0.113.7')
})

test('what is no address is one shared bucket', () => {
  expect(direct({ peer: undefined }).network).toBe('unknown')
  expect(behindProxies({ peer: '10.0.0.1', forwardedFor: 'unknown' }).network).toBe('unknown')
})

test('ports and brackets of a forwarded address are not part of it', () => {
  expect(behindProxies({ peer: '10.0.0.1', forwardedFor: '203.0.113.7:4711' }).address).toBe('203.0.113.7')
  expect(behindProxies({ peer: '10.0.0.1', forwardedFor: '[2001:db8::1]:4711' }).address).toBe('2001:db8::1')
})

test('what is remembered of one request decides no other: not with another header, an empty one, or none', () => {
  const from = (forwardedFor?: string) => behindProxies({ peer: '10.0.0.1', forwardedFor }).address
  const sources = [
    undefined,
    '',
    '203.0.113.7',
    '203.0.113.8',
    '10.0.0.1',
    `${'1.1.1.1, '.repeat(50)}203.0.113.9`,
  ]
  const first = sources.map(from)
  expect(first).toEqual(['10.0.0.1', 'unknown', '203.0.113.7', '203.0.113.8', '10.0.0.1', '203.0.113.9'])
  expect(sources.map(from)).toEqual(first)
})
