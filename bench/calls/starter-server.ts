import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { initTRPC, TRPCError } from '@trpc/server'
import { type CreateFastifyContextOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { fromNodeHeaders } from 'better-auth/node'
import { eq, sql } from 'drizzle-orm'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { fastify } from 'fastify'
import pg from 'pg'
import { user } from '#drizzle/schema/index.ts'
import { schema } from '#server/database/schema.ts'

/**
 * What a starter of the same parts makes of them: a process of its own, for `npm run bench`. Nothing is limited, and
 * nothing is logged. Beside it, Fastify alone.
 */
const { DATABASE_URL, DATA_DIR = '', BETTER_AUTH_SECRET, PORT } = process.env

const db = DATABASE_URL
  ? drizzlePostgres(new pg.Pool({ connectionString: DATABASE_URL, max: 20 }), { schema })
  : (drizzlePglite(await PGlite.create({ dataDir: `${DATA_DIR}/database`, extensions: { pg_trgm } }), {
      schema,
    }) as unknown as ReturnType<typeof drizzlePostgres<typeof schema>>)

const auth = betterAuth({
  secret: BETTER_AUTH_SECRET,
  baseURL: `http://localhost:${PORT}`,
  database: drizzleAdapter(db, { provider: 'pg', schema }),
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
})

const createContext = async ({ req }: CreateFastifyContextOptions) => ({
  session: await auth.api.getSession({ headers: fromNodeHeaders(req.headers) }),
})
const t = initTRPC.context<{ session: Awaited<ReturnType<typeof createContext>>['session'] }>().create()
const router = t.router({
  ping: t.procedure.query(() => ({ ok: true, time: new Date().toISOString() })),
  me: t.procedure
    .use(({ ctx, next }) => {
      if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' })
      return next({ ctx: { session: ctx.session } })
    })
    .query(({ ctx }) => ctx.session),
})

const app = fastify({ routerOptions: { maxParamLength: 5000 } })
app.get('/json', async () => ({ ok: true, time: new Date().toISOString() }))
const byId = db
  .select({ id: user.id, name: user.name, email: user.email })
  .from(user)
  .where(eq(user.id, sql.placeholder('id')))
  .prepare('bench_by_id')
app.get<{ Querystring: { id: string } }>('/query', async ({ query: { id } }) => byId.execute({ id }))
await app.register(fastifyTRPCPlugin, {
  prefix: '/public',
  trpcOptions: { router, createContext: () => ({ session: null }) },
})
await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router, createContext } })
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
process.once('SIGTERM', () => process.exit(0))
