import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'

test('spelling a path another way reaches nothing else', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become({ role: 'admin' })
  for (const path of [
    'verify-password/',
    '//verify-password',
    'get-session/../verify-password',
    'verify%2Dpassword',
    'VERIFY-PASSWORD',
    'get-session/%2e%2e/verify-password',
  ]) {
    expect((await caller.get(`/api/auth/${path}`)).statusCode, path).toBe(404)
  }
})

test('behind an address that others reach, a local caller is nobody special', async () => {
  const { browser } = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  expect((await browser('127.0.0.1').get('/dev/mail')).statusCode).toBe(404)
})
