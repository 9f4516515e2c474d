import { expect, test } from 'vitest'
import type { ClientAddressReport } from '#shared/limits/limit-rules.ts'
import { createTestApp } from '#test/app.ts'
import { createRecentClients } from './recent-clients.ts'

async function setUp(trustedProxies: string[] = []) {
  const { browser } = await createTestApp({ config: { trustedProxies } })
  const describe = async (address: string, headers: Record<string, string> = {}) => {
    const admin = browser(address)
    await admin.become({ role: 'admin_ro' })
    const response = await admin.get('/trpc/limits.clientAddress', headers)
    return response.json().result.data as ClientAddressReport
  }
  return { browser, describe }
}

const kinds = ({ warnings }: ClientAddressReport) => warnings.map(({ kind }) => kind)

test('says how the address was read from right to left', async () => {
  const { describe } = await setUp(['10.0.0.0/8'])
  const report = await describe('10.0.0.1', { 'x-forwarded-for': '1.1.1.1, 2001:db8:1:2:3::4, 10.1.2.3' })
  expect(report).toMatchObject({
    peer: '10.0.0.1',
    forwardedFor: '1.1.1.1, 2001:db8:1:2:3::4, 10.1.2.3',
    trustedProxies: ['10.0.0.0/8'],
    hops: [
      { value: '10.0.0.1', from: 'connection', trusted: true, client: false },
      { value: '10.1.2.3', from: 'x-forwarded-for', trusted: true, client: false },
      { value: '2001:db8:1:2:3::4', from: 'x-forwarded-for', trusted: false, client: true },
      { value: '1.1.1.1', from: 'x-forwarded-for', trusted: false, client: false },
    ],
    address: '2001:db8:1:2:3::4',
    network: '2001:db8:1:2::/64',
    widerNetwork: '2001:db8:1::/48',
    warnings: [],
  })
})

test('warns of a proxy nearby that nobody declared, and not of a stranger who invents a header', async () => {
  const { describe } = await setUp()
  expect(kinds(await describe('10.0.0.1', { 'x-forwarded-for': '203.0.113.7' }))).toEqual([
    'undeclared-proxy',
  ])
  expect(kinds(await describe('127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }))).toEqual([
    'undeclared-proxy',
  ])
  expect(kinds(await describe('203.0.113.9', { 'x-forwarded-for': '203.0.113.7' }))).toEqual([])
  expect(kinds(await describe('10.0.0.1'))).toEqual([])
})

test('warns when a trusted proxy forwards no address, and shows a long header cut', async () => {
  const { describe } = await setUp(['10.0.0.0/8'])
  const report = await describe('10.0.0.1', { 'x-forwarded-for': `${'unknown,'.repeat(400)}unknown` })
  expect([kinds(report), report.address]).toEqual([['unknown-address'], 'unknown'])
  expect(report.forwardedFor).toHaveLength(1000)
  expect(report.hops).toHaveLength(20)
})

test('warns when all callers look alike', async () => {
  const { browser, describe } = await setUp()
  for (let i = 0; i < 20; i += 1) await browser('10.0.0.1').query('health.ping')
  const alike = await describe('10.0.0.1')
  expect(kinds(alike)).toEqual(['one-address'])
  expect(alike.warnings[0]?.message).toContain('10.0.0.1')
  await browser('203.0.113.9').query('health.ping')
  const told = await describe('10.0.0.1')
  expect([kinds(told), told.recent.networks]).toEqual([[], 2])
})

test('what is remembered of callers is bounded in number and age', () => {
  let now = 0
  const recent = createRecentClients({ maxRequests: 3, maxAgeMs: 1000, now: () => now })
  for (const network of ['a', 'b', 'c', 'd']) recent.note(network)
  expect(recent.count()).toEqual({ networks: 3, requests: 3, network: 'd' })
  now = 600
  recent.note('e')
  now = 1100
  expect(recent.count()).toEqual({ networks: 1, requests: 1, network: 'e' })
})
