import { expect, test } from 'vitest'
import { auditEvent, mail, passkey, twoFactor, user } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import { createMailer } from '../mail/mailer.ts'
import { createSystemContext } from '../service-context.ts'
import { runUserCommand } from './user-commands.ts'

async function setUp() {
  const app = await createTestApp()
  /** Runs a command; what it said, or the message with which it was refused. */
  const command = async (args: string[], entered = '') => {
    const printed: string[] = []
    const ctx = createSystemContext({
      db: app.database.db,
      audit: auditKeys,
      product,
      device: 'command line',
    })
    const mailer = createMailer({ db: app.database.db, appUrl: 'http://localhost:3000' })
    const io = { mailer, readPassword: async () => entered, print: (line: string) => void printed.push(line) }
    await runUserCommand({ ...ctx, ...io }, args)
    return printed.join('\n')
  }
  return { ...app, command }
}

test('the command line makes users, changes them and keeps the last admin', async () => {
  const { browser, command } = await setUp()
  const create = ['create', '--email', 'Ada@example.com', '--name', 'Ada', '--role', 'admin']
  await expect(command(create, 'password123')).rejects.toThrow(/most common/)
  await expect(command(create, 'short')).rejects.toThrow(/At least 8/)
  expect(await command(create, password)).toMatch(/Created ada@example\.com \(admin\)/)
  await expect(command(create, password)).rejects.toThrow(/already/)
  const setRole = ['set-role', '--email', 'ada@example.com', '--role']
  await expect(command([...setRole, 'user'])).rejects.toThrow(/last admin/)
  await expect(command([...setRole, 'king'])).rejects.toThrow(/--role/)
  await command(['reset-password', '--email', 'ada@example.com'], 'a-new-battery-horse')
  expect(await command(['list'])).toMatch(/admin +active +ada@example\.com +Ada/)
  for (const args of [['ban', '--reason', 'Spam'], ['remove']])
    await expect(command([...args, '--email', 'ada@example.com'])).rejects.toThrow(/last admin/)
  const other = ['--email', 'bob@example.com']
  await command(['create', ...other, '--name', 'Bob', '--role', 'user'], password)
  expect(await command(['ban', ...other, '--reason', 'Spam'])).toMatch(/banned/)
  expect(await command(['list'])).toMatch(/banned +bob@example\.com/)
  expect(await command(['unban', ...other])).toMatch(/not banned any more/)
  expect(await command(['remove', ...other])).toMatch(/deleted/)
  await expect(command(['remove', ...other])).rejects.toThrow(/There is no user with the e-mail/)
  await expect(command(['destroy'])).rejects.toThrow(/There is no command destroy/)
  expect((await browser().signIn('ada@example.com', 'a-new-battery-horse')).statusCode).toBe(200)
})

test('an only admin who lost codes, passkeys and tries gets in again by the command line', async () => {
  const { browser, command, database } = await setUp()
  const ada = ['--email', 'ada@example.com']
  await command(['create', ...ada, '--name', 'Ada', '--role', 'admin'], password)
  await expect(command(['reset-two-factor', ...ada])).rejects.toThrow(/has no two-factor sign-in/)
  const [{ id: userId } = { id: '' }] = await database.db.select({ id: user.id }).from(user)
  await database.db.insert(twoFactor).values({ id: 'codes', userId, secret: 'x', backupCodes: 'x' })
  await database.db.insert(passkey).values(lostPasskey(userId))
  expect(await command(['reset-two-factor', ...ada])).toMatch(/no codes any more/)
  expect(await database.db.$count(passkey)).toBe(1)
  expect(await command(['reset-two-factor', ...ada, '--passkeys'])).toMatch(/no passkeys \(1 before\)/)
  expect(await database.db.$count(mail)).toBe(2)

  expect(await command(['unlock', ...ada])).toMatch(/was not locked/)
  for (let failure = 1; failure <= 5; failure++) await browser().signIn('ada@example.com', 'not-the-password')
  expect((await browser().signIn('ada@example.com', password)).statusCode).toBe(429)
  expect(await command(['unlock', ...ada])).toMatch(/is unlocked/)
  expect((await browser().signIn('ada@example.com', password)).statusCode).toBe(200)

  const acts = (await database.db.select().from(auditEvent)).map(({ action, actorId }) => ({
    action,
    actorId,
  }))
  expect(acts).toContainEqual({ action: 'twoFactor.reset', actorId: null })
  expect(acts).toContainEqual({ action: 'account.unlock', actorId: null })
})

const lostPasskey = (userId: string) => ({
  id: 'key',
  userId,
  publicKey: 'x',
  credentialID: 'x',
  counter: 0,
  deviceType: 'singleDevice',
  backedUp: false,
  transports: 'usb',
})
