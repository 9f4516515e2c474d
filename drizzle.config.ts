import { defineConfig } from 'drizzle-kit'

// What drizzle-kit takes when it is called by itself. `npm run db:generate` does both histories, and writes the marks.
export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/schema/index.ts',
  out: './drizzle/migrations',
})
