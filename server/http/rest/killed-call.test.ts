import { eq, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { idempotentCall, user } from '#drizzle/schema/index.ts'
import { openDatabase } from '#server/database/open.ts'
import { createTestApp, testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { run, temporaryFolder } from '#test/processes/server-process.ts'

async function startServer(databaseUrl: string) {
  const DATA_DIR = await temporaryFolder()
  const env = { PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR, BETTER_AUTH_SECRET: testSecret }
  const server = run('server/main.ts', { env, cwd: DATA_DIR })
  const [, url = ''] = await server.printed(/ runs at (http:\/\/localhost:\d+)/)
  return { server, url }
}

test.runIf(inject('database') === 'postgres')(
  'the call of a process that is killed is under way for the others, and then unknown',
  async () => {
    const { url: databaseUrl, drop } = await createPostgresDatabase()
    onTestFinished(drop)
    const database = await openDatabase({ databaseUrl, dataDir: '' })
    onTestFinished(() => database.close())
    const { db } = database
    const replica = await createTestApp({ database })
    const staff = replica.browser()
    await staff.become({ role: 'admin' })
    const { id } = await replica.browser().become()
    const [cookie] = [...staff.cookies].map(([name, value]) => `${name}=${value}`)
    const path = `/api/admin/users/${id}/ban`
    const body = { reason: 'Spam', until: null }
    const { server, url } = await startServer(databaseUrl)
    await db.transaction(async (held) => {
      await held.select().from(user).where(eq(user.id, id)).for('update')
      const call = fetch(`${url}${path}`, {
        method: 'POST',
        headers: { cookie: cookie ?? '', 'content-type': 'application/json', 'idempotency-key': 'a' },
        body: JSON.stringify(body),
      }).catch((error) => error)
      // The act waits for the row that we hold.
      await vi.waitFor(
        async () => {
          const rows = await held
            .select({ pid: sql`pid` })
            .from(sql`pg_stat_activity`)
            .where(sql`datname = current_database() and wait_event_type = 'Lock'`)
          expect(rows).toHaveLength(1)
        },
        { timeout: 20_000 },
      )
      server.child.kill('SIGKILL')
      await server.exited
      expect(await call).toBeInstanceOf(Error)
    })
    const again = async () => {
      const answer = await staff.post(path, body, { 'idempotency-key': 'a' })
      return [answer.statusCode, answer.json().reason?.problem]
    }
    expect(await again()).toEqual([409, 'running'])
    await db.update(idempotentCall).set({ unknownFrom: new Date(Date.now() - 1) })
    expect(await again()).toEqual([409, 'unknown'])
    // Looked at, it was not done; with another key it is.
    expect((await staff.query<{ status: string }>('users.get', { id })).data.status).toBe('active')
    const other = await staff.post(path, body, { 'idempotency-key': 'b' })
    expect([other.statusCode, other.json().status]).toEqual([200, 'banned'])
  },
)
