import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { authEndpoints } from './auth-endpoints.ts'

test('spelling a path another way reaches nothing else', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become({ role: 'admin' })
  for (const path of [
    'list-sessions/',
    '//list-sessions',
    'get-session/../list-sessions',
    'list%2Dsessions',
    'LIST-SESSIONS',
    'get-session/%2e%2e/list-sessions',
  ]) {
    expect((await caller.get(`/api/auth/${path}`)).statusCode, path).toBe(404)
  }
})

test('the documentation is shown to this machine and to the console, and loads nothing', async () => {
  const { browser } = await createTestApp()
  const strangers = [browser(), browser()]
  await strangers[1]?.become()
  for (const stranger of strangers) expect((await stranger.get('/api/auth/docs')).statusCode).toBe(404)
  const forwarded = await browser('127.0.0.1').get('/api/auth/docs', { 'x-forwarded-for': '203.0.113.9' })
  expect(forwarded.statusCode).toBe(404)
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  for (const reader of [moderator, browser('127.0.0.1')]) {
    const page = await reader.get('/api/auth/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.body).not.toMatch(/<script|https?:\/\/|src=/)
    for (const { path } of authEndpoints) expect(page.body).toContain(`/api/auth${path}`)
    const schema = (await reader.get('/api/auth/docs.json')).json()
    expect(Object.keys(schema.paths)).toContain('/sign-in/email')
    expect(Object.keys(schema.paths)).not.toContain('/list-sessions')
  }
})

test('behind an address that others reach, a local caller is nobody special', async () => {
  const { browser } = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  expect((await browser('127.0.0.1').get('/api/auth/docs')).statusCode).toBe(404)
  expect((await browser('127.0.0.1').get('/dev/mail')).statusCode).toBe(404)
})
