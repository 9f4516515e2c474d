import { expect, test } from 'vitest'
import { brand } from '#product/brand.ts'
import { readConfig } from './config.ts'

const secret = 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR'
const older = 'older-kV8mZq2rT5wXy7BcD9eFgH1jKl'

test('nothing set gives the embedded database on this machine only', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: 'localhost',
    appUrl: 'http://localhost:3000',
    databaseUrl: null,
    dataDir: '.data',
    secrets: [],
    signUp: 'open',
    trustedProxies: [],
  })
})

test('an address that others reach makes the server listen for others', () => {
  expect(readConfig({ APP_URL: 'https://app.example.com' }).host).toBe('::')
})

test('all bad variables are listed at once, and an empty one counts as unset', () => {
  const read = () =>
    readConfig({
      PORT: '99999',
      APP_URL: 'https://app.example.com/path',
      DATABASE_URL: 'mysql://x',
      TRUSTED_PROXIES: 'everybody',
      LOG_LEVEL: 'loud',
      HOST: '',
    })
  for (const name of ['PORT', 'APP_URL', 'DATABASE_URL', 'TRUSTED_PROXIES', 'LOG_LEVEL']) {
    expect(read).toThrow(new RegExp(`^  ${name} must`, 'm'))
  }
  expect(read).not.toThrow(/HOST/)
})

test('Postgres needs a strong secret, and the message says how to make one', () => {
  const DATABASE_URL = 'postgres://localhost/gatehouse'
  expect(() => readConfig({ DATABASE_URL })).toThrow(/BETTER_AUTH_SECRET must be set.*randomBytes/s)
  expect(() => readConfig({ DATABASE_URL, BETTER_AUTH_SECRET: 'short' })).toThrow(/at least 32/)
  expect(() => readConfig({ DATABASE_URL, BETTER_AUTH_SECRET: 'a'.repeat(64) })).toThrow(/random/)
  expect(readConfig({ DATABASE_URL, BETTER_AUTH_SECRET: `${secret}, ${older}` }).secrets).toEqual([
    secret,
    older,
  ])
})

test('an address past the pooler is one of Postgres, and belongs to the address of the database', () => {
  const DATABASE_URL = 'postgres://pooler:6432/gatehouse'
  const DATABASE_DIRECT_URL = 'postgres://database:5432/gatehouse'
  const given = { DATABASE_URL, BETTER_AUTH_SECRET: secret }
  expect(readConfig(given).databaseDirectUrl).toBeNull()
  expect(readConfig({ ...given, DATABASE_DIRECT_URL }).databaseDirectUrl).toBe(DATABASE_DIRECT_URL)
  expect(() => readConfig({ ...given, DATABASE_DIRECT_URL: 'mysql://x' })).toThrow(/DATABASE_DIRECT_URL must/)
  expect(() => readConfig({ DATABASE_DIRECT_URL })).toThrow(/DATABASE_URL must be set/)
})

test.each(['open', 'approval', 'invite', 'closed'])('sign-up may be %s from the first start', (mode) => {
  expect(readConfig({ SIGN_UP: mode }).signUp).toBe(mode)
})

test('a mode of sign-up that there is not is refused with those that there are', () => {
  expect(() => readConfig({ SIGN_UP: 'Open' })).toThrow(
    /SIGN_UP must be one of open, approval, invite, closed/,
  )
})

test('half a provider and SMTP without a sender are refused', () => {
  expect(() => readConfig({ GOOGLE_CLIENT_ID: 'x' })).toThrow(/GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET/)
  expect(() => readConfig({ SMTP_URL: 'smtp://localhost:25' })).toThrow(/MAIL_FROM must be set/)
})

test('payments need a key and a secret of Stripe, and go nowhere else but to this machine', () => {
  const both = {
    STRIPE_SECRET_KEY: 'sk_test_0123456789',
    STRIPE_WEBHOOK_SECRET: 'whsec_newnewnew, whsec_oldoldold',
  }
  const stripe = {
    secretKey: both.STRIPE_SECRET_KEY,
    webhookSecrets: ['whsec_newnewnew', 'whsec_oldoldold'],
    apiUrl: null,
  }
  expect(readConfig({}).stripe).toBeNull()
  expect(readConfig(both).stripe).toEqual(stripe)
  const apiUrl = 'http://127.0.0.1:12111'
  expect(readConfig({ ...both, STRIPE_API_URL: apiUrl }).stripe).toEqual({ ...stripe, apiUrl })
  for (const [name, value] of Object.entries(both))
    expect(() => readConfig({ [name]: value })).toThrow(/STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET/)
  for (const wrong of [
    { STRIPE_SECRET_KEY: 'pk_test_0123456789' },
    { STRIPE_WEBHOOK_SECRET: 'whsec_newnewnew,secret' },
    { STRIPE_API_URL: 'https://api.example.com' },
    { STRIPE_API_URL: 'http://192.0.2.1:80' },
  ])
    expect(() => readConfig({ ...both, ...wrong })).toThrow(new RegExp(Object.keys(wrong)[0] ?? ''))
})

test('the sender has the name of the brand, unless MAIL_FROM says another', () => {
  const fromOf = (MAIL_FROM?: string) => readConfig({ MAIL_FROM }).mailFrom
  const name = `"${brand.mail.senderName}"`
  expect(fromOf()).toBe(`${name} <mail@localhost>`)
  expect(fromOf('mail@example.com')).toBe(`${name} <mail@example.com>`)
  for (const whole of ['Support <mail@example.com>', '<mail@example.com>']) expect(fromOf(whole)).toBe(whole)
})

test('other origins are a list, exact, and ours is none of them', () => {
  const url = 'https://api.example.com'
  const list = ` https://app.example.com , ${url},http://localhost:5173`
  expect(readConfig({ APP_URL: url, ALLOWED_ORIGINS: list }).allowedOrigins).toEqual([
    'https://app.example.com',
    'http://localhost:5173',
  ])
  expect(readConfig({}).allowedOrigins).toEqual([])
  for (const wrong of ['*', 'https://*.example.com/a', 'app.example.com', 'https://app.example.com/path'])
    expect(() => readConfig({ ALLOWED_ORIGINS: wrong }), wrong).toThrow(/ALLOWED_ORIGINS/)
})

test('the services that take tokens are a list of exact names', () => {
  const audiencesOf = (TOKEN_AUDIENCES?: string) => readConfig({ TOKEN_AUDIENCES }).tokenAudiences
  expect(audiencesOf()).toEqual([])
  expect(audiencesOf('https://billing.example.com, search')).toEqual([
    'https://billing.example.com',
    'search',
  ])
  for (const wrong of ['two words', 'a'.repeat(201), 'b\u00fccher'])
    expect(() => audiencesOf(wrong), wrong).toThrow(/TOKEN_AUDIENCES must be names or origins/)
})

test('the names of guides to Better Auth are read as ours, and what it would read by itself is refused', () => {
  const url = 'https://app.example.com'
  expect(readConfig({ BETTER_AUTH_URL: url, AUTH_SECRET: secret })).toMatchObject({
    appUrl: url,
    secrets: [secret],
  })
  expect(readConfig({ BETTER_AUTH_URL: url, APP_URL: url }).appUrl).toBe(url)
  expect(() => readConfig({ AUTH_SECRET: secret, BETTER_AUTH_SECRET: older })).toThrow(
    /AUTH_SECRET must be the same as BETTER_AUTH_SECRET/,
  )
  expect(() => readConfig({ BETTER_AUTH_TRUSTED_ORIGINS: 'https://evil.example' })).toThrow(
    /BETTER_AUTH_TRUSTED_ORIGINS is not read/,
  )
  expect(() => readConfig({ BETTER_AUTH_SECRETS: '1:x' })).toThrow(/BETTER_AUTH_SECRETS is not read/)
})
