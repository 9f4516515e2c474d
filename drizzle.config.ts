import { defineConfig } from 'drizzle-kit'

// `db:studio` and `db:push` need a Postgres of their own; the embedded database belongs to one process at a time.
export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/schema/index.ts',
  out: './drizzle/migrations',
  dbCredentials: {
    url: process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL ?? 'postgres://127.0.0.1:5432/gatehouse',
  },
})
