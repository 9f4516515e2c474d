import { defineConfig } from 'drizzle-kit'

// Of `npm run db:studio`, which needs a Postgres of its own: the embedded database belongs to one process at a time.
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./drizzle/schema/index.ts', './product/schema/index.ts'],
  dbCredentials: {
    url: process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL ?? 'postgres://127.0.0.1:5432/gatehouse',
  },
})
