import { drizzle } from 'drizzle-orm/pg-proxy'
import { pino } from 'pino'
import { createAuth } from '#server/auth/auth.ts'
import type { Database } from '#server/database/database.ts'
import { schema } from '#server/database/schema.ts'
import { privateFields } from '#server/http/auth/send-auth-answer.ts'
import type { JsonSchema } from './json-schema.ts'

/** What Better Auth says of its endpoints, by path and method in small letters. */
export interface BetterAuthDocument {
  paths: Record<string, Record<string, BetterAuthOperation | undefined> | undefined>
  schemas: Record<string, JsonSchema>
}

export interface BetterAuthOperation {
  description?: string
  parameters?: { name: string; in: string; schema?: JsonSchema }[]
  responses?: Record<string, { description?: string; content?: Record<string, { schema: JsonSchema }> }>
}

/** Asks Better Auth, with our plugins; it opens no database for that. */
export async function describeBetterAuth(): Promise<BetterAuthDocument> {
  const nobody = () => Promise.reject(new Error('No document is made of what a database holds.'))
  const auth = createAuth({
    db: drizzle(nobody, { schema }) as unknown as Database,
    config: {
      appUrl: 'http://localhost:3000',
      secrets: [crypto.randomUUID() + crypto.randomUUID()],
      smtpUrl: null,
      google: null,
      github: null,
    },
    mailer: { send: nobody },
    logger: pino({ enabled: false }),
    lockout: { clear: nobody },
    signUpMode: nobody,
    userCreated: nobody,
  })
  const { paths, components } = await auth.api.generateOpenAPISchema()
  return cleaned({ paths, schemas: components.schemas }) as BetterAuthDocument
}

// Its schemas are of OpenAPI 3.0 in part, and tell of fields that our answers leave out.
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, ...schema } = value as JsonSchema
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref.replace(/(\w+)$/, 'Auth$1') }
  const kept = Object.entries(schema).map(([key, inner]) => [
    key,
    key === 'properties' ? cleaned(shown(inner)) : cleaned(inner),
  ])
  const result: JsonSchema = Object.fromEntries(kept)
  if (schema.properties && schema.required) {
    const required = schema.required.filter((name) => schema.properties?.[name] && !privateFields.has(name))
    if (required.length > 0) result.required = required
    else delete result.required
  }
  if (nullable && typeof schema.type === 'string') result.type = [schema.type, 'null']
  return result
}

const shown = (properties: unknown) =>
  Object.fromEntries(Object.entries(properties as object).filter(([name]) => !privateFields.has(name)))
