import { authEndpoints } from '#server/http/auth/auth-endpoints.ts'
import { type RestOperation, restOperations } from '#server/http/rest/rest-operations.ts'
import { appRouter } from '#server/trpc/app-router.ts'
import { authOperation, authPath, authTag, renamed } from './auth-operation.ts'
import { describeBetterAuth } from './better-auth-document.ts'
import { type DeclaredRouter, readDeclaredRouter } from './declared-router.ts'
import type { OpenApiDocument, Operation, Tag } from './document.ts'
import { type JsonSchema, namesIn, schemaRef } from './json-schema.ts'
import { procedureOperation } from './procedure-operation.ts'
import { sharedComponents } from './shared-parts.ts'

const description = `The procedures of this service for programs that do not speak tRPC, and the endpoints of signing in. JSON in and out.

Whoever calls says who they are by one of three: the cookie of a browser's session, the token of a session, or an API key. A browser must come from this origin, or from one that is allowed. Moments are texts in the form of ISO 8601, in UTC.`

/** The one document of what can be called over HTTP; `declaration` is that of the router's type. */
export async function buildDocument(declaration: string): Promise<OpenApiDocument> {
  const declared = readDeclaredRouter(declaration)
  const betterAuth = await describeBetterAuth()
  const schemas = { ...declared.schemas, ...renamed(betterAuth.schemas), ...problems }
  const operations = restOperations(appRouter)
  const paths = joinPaths([
    ...operations.map((rest) => entryOf(rest, declared)),
    ...authEndpoints.map((endpoint) => ({
      path: authPath(endpoint),
      method: endpoint.method,
      operation: authOperation(endpoint, betterAuth),
    })),
  ])
  const shared = { ...sharedComponents, responses: onlyUsed(sharedComponents.responses, paths) }
  const used = namesIn({ paths, ...shared }, schemas)
  return {
    openapi: '3.1.1',
    info: { title: 'API', description, version: '0.0.0' },
    servers: [{ url: '/' }],
    security: [{ cookie: [] }, { session: [] }, { key: [] }],
    tags: [...tagsOf(operations), authTag],
    paths,
    components: {
      ...shared,
      schemas: Object.fromEntries(
        Object.entries(schemas)
          .filter(([name]) => used.has(name))
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
      securitySchemes,
    },
  }
}

/** Those answers that an operation gives: without a paid procedure there is none for what is not paid. */
function onlyUsed<Answers extends object>(
  responses: Answers,
  paths: OpenApiDocument['paths'],
): Partial<Answers> {
  const text = JSON.stringify(paths)
  const named = Object.entries(responses).filter(([name]) =>
    text.includes(`"#/components/responses/${name}"`),
  )
  return Object.fromEntries(named) as Partial<Answers>
}

interface Entry {
  path: string
  method: string
  operation: Operation
}

function entryOf(rest: RestOperation, { procedures, schemas }: DeclaredRouter): Entry {
  const procedure = procedures.get(rest.procedure)
  if (!procedure) throw new Error(`The types do not have ${rest.procedure}.`)
  return { path: rest.path, method: rest.method, operation: procedureOperation(rest, procedure, schemas) }
}

function joinPaths(entries: Entry[]): OpenApiDocument['paths'] {
  const paths: OpenApiDocument['paths'] = {}
  for (const { path, method, operation } of entries)
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation }
  return paths
}

function tagsOf(operations: RestOperation[]): Tag[] {
  const names = new Set(operations.map(({ procedure }) => procedure.split('.', 1)[0] ?? ''))
  return [...names]
    .sort()
    .map((name) => ({ name, description: tags[name] ?? `The procedures of \`${name}\`.` }))
}

// Of a product's own its name has to do.
const tags: Record<string, string> = {
  audit: 'The audit log: its rows, its proof, and taking back what was done.',
  health: 'How the service is.',
  invitations: 'Invitations by mail, for admins and for those who are invited.',
  keys: "Keys of programs: one's own, and those of others.",
  limits: 'Limits: what was counted and blocked, and the rules by which.',
  notes: 'What staff wrote down about users.',
  sessions: "Sign-ins: one's own, and those of others.",
  settings: 'What admins change while the service runs.',
  setup: 'The first admin.',
  tokens: 'Signed tokens for other services.',
  users: "Users, and one's own account.",
}

const text: JsonSchema = { type: 'string' }
const orNull = (name: string): JsonSchema => ({ anyOf: [schemaRef(name), { type: 'null' }] })

const problems: Record<string, JsonSchema> = {
  Problem: {
    type: 'object',
    description: 'Why a call was refused, as RFC 9457 has it, with the reason that programs may branch on.',
    properties: {
      type: {
        type: 'string',
        description: '`urn:gatehouse:problem:` and the kind of the reason, or `about:blank`.',
      },
      title: text,
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What to do, in a sentence.' },
      instance: { type: 'string', description: 'The id of the request, which the logs have.' },
      reason: schemaRef('ErrorReason'),
      errors: {
        type: 'array',
        items: schemaRef('ProblemError'),
        description: 'What is wrong with the input.',
      },
    },
    required: ['type', 'title', 'status', 'detail', 'instance'],
  },
  ProblemError: {
    type: 'object',
    properties: {
      message: text,
      pointer: { type: 'string', description: 'Where in the body, as a JSON Pointer.' },
      parameter: { type: 'string', description: 'Which part of the address.' },
    },
    required: ['message'],
  },
  AuthProblem: {
    type: 'object',
    description: 'Why an endpoint of signing in refused a call. What the guards before it say has a reason.',
    properties: {
      code: text,
      message: text,
      reason: orNull('ErrorReason'),
      fieldErrors: orNull('FieldErrors'),
      requestId: text,
    },
    required: ['message'],
  },
}

const securitySchemes = {
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'The session of a browser, which it keeps by itself.',
  },
  session: {
    type: 'http',
    scheme: 'bearer',
    description: 'The session of a program: the token that it asked for as it signed in.',
  },
  key: { type: 'http', scheme: 'bearer', description: 'An API key, which begins with `gh_live_`.' },
}
