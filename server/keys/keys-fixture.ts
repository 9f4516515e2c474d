import { eq } from 'drizzle-orm'
import { apiKey, mail, user } from '#drizzle/schema/index.ts'
import type { CreateKeyInput, NewApiKey } from '#shared/keys.ts'
import type { Role } from '#shared/roles/roles.ts'
import { type CallResult, createTestApp, type TestApp, toCallResult } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

/** Calls procedures as a program does: with a key, without a cookie and an Origin unless told. */
export function createProgram({ app }: TestApp, key: string, address = '198.51.100.1') {
  const send = (url: string, options: { body?: unknown; headers?: Record<string, string> }) =>
    app.inject({
      method: options.body === undefined ? 'GET' : 'POST',
      url,
      remoteAddress: address,
      headers: {
        authorization: `Bearer ${key}`,
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body !== undefined && { payload: JSON.stringify(options.body) }),
    })
  return {
    send,
    async query<Output = unknown>(path: string, input?: unknown, headers = {}): Promise<CallResult<Output>> {
      const suffix = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
      return toCallResult(await send(`/trpc/${path}${suffix}`, { headers }))
    },
    async mutate<Output = unknown>(path: string, body: unknown, headers = {}): Promise<CallResult<Output>> {
      return toCallResult(await send(`/trpc/${path}`, { body, headers }))
    },
  }
}

/** An app, and what makes somebody with a key of theirs. */
export async function withKeys(given?: Parameters<typeof createTestApp>[0]) {
  const app = await createTestApp(given)
  const { db } = app.database
  async function owner(role: Role = 'user', input: Partial<CreateKeyInput> = {}) {
    const browser = app.browser()
    const { id, email } = await browser.become({ role })
    const { data } = await browser.mutate<NewApiKey>('keys.create', { name: 'Backup', ...input })
    return {
      browser,
      id,
      email,
      key: data.key,
      secret: data.secret,
      program: createProgram(app, data.secret),
    }
  }
  return {
    ...app,
    db,
    owner,
    /** Changes the row of a user as an act on another replica would. */
    change: (id: string, set: Partial<typeof user.$inferInsert>) =>
      db.update(user).set(set).where(eq(user.id, id)),
    keyRow: async (id: string) => (await db.select().from(apiKey).where(eq(apiKey.id, id)))[0],
    mails: async () =>
      (await db.select().from(mail)).map(({ kind, recipient, text }) => ({ kind, recipient, text })),
    acts: async () => (await readAudit(db)).filter(({ action }) => action.startsWith('apiKey.')),
  }
}
