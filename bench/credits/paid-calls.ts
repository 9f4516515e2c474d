import { buildApp } from '#server/app.ts'
import { createSessionCookies } from '#server/auth/sessions/session-cookies.ts'
import { readConfig } from '#server/config.ts'
import { grantCredits } from '#server/credits/grant-credits.ts'
import { openDatabase } from '#server/database/open.ts'
import { createLogger } from '#server/logger.ts'
import { withOwnRouters } from '#server/trpc/app-router.ts'
import { protectedProcedure, router } from '#server/trpc/procedures.ts'
import { benchSecret, makePeople } from '../bench-server.ts'
import type { Contender } from '../contenders.ts'

const appUrl = 'http://localhost:3000'
// So many that no session comes near its limit.
export const people = 3000
const credits = 1_000_000

/** The same procedure free and for three credits, on the whole server in this process, without a network between. */
export async function startPaidCalls(
  databaseUrl: string,
): Promise<{ contenders: Contender[]; close(): Promise<void> }> {
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  const config = { ...readConfig({ APP_URL: appUrl }), secrets: [benchSecret], auditSecrets: [] }
  const bench = router({
    free: protectedProcedure.mutation(() => null),
    paid: protectedProcedure.meta({ credits: 3 }).mutation(() => null),
  })
  const logger = createLogger('silent')
  const { app } = await buildApp({ config, database, logger, router: withOwnRouters({ bench }) })
  const payers = await makePeople(database.db, createSessionCookies(config), people)
  for (const { id } of payers)
    await grantCredits(
      { db: database.db, actor: null, requestId: 'bench' },
      { ownerId: id, credits, key: 'start' },
    )
  let next = 0
  const contender = (name: string, path: string): Contender => ({
    name,
    call: async () => {
      const index = next++ % people
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: `/trpc/${path}`,
        remoteAddress: `198.18.${index >> 8}.${index & 255}`,
        headers: { cookie: payers[index]?.cookie, origin: appUrl, 'content-type': 'application/json' },
        payload: '{}',
      })
      if (statusCode !== 200) throw new Error(`A call was answered ${statusCode}: ${body}`)
    },
    close: async () => {},
  })
  return {
    contenders: [contender('a free call', 'bench.free'), contender('a paid call', 'bench.paid')],
    close: async () => {
      await app.close()
      await database.close()
    },
  }
}
