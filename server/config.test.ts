import { expect, test } from 'vitest'
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
