import type { AuthEndpoint } from '#server/http/auth/auth-endpoint.ts'
import { declareEndpoint } from '#server/http/auth/declare-endpoint.ts'
import type { BetterAuthDocument } from './better-auth-document.ts'
import { describeCall, refusalsOf, securityOf } from './call-facts.ts'
import type { Operation, Parameter, Response } from './document.ts'
import { exampleOf } from './example.ts'
import { inputSchema } from './input-schema.ts'
import { type JsonSchema, schemaRef } from './json-schema.ts'
import { fieldsOf, wordsOf } from './procedure-operation.ts'
import { callHeaders } from './shared-parts.ts'

/** The tag of everything below `/api/auth`. */
export const authTag = {
  name: 'auth',
  description:
    'Signing up, signing in, and what one signs in with, below `/api/auth`. For browsers and apps: no key may call these.',
}

/** `/sign-in/email` as it stands in the document. */
export const authPath = ({ path }: AuthEndpoint) => `/api/auth${path.replace(/:(\w+)/g, '{$1}')}`

/** An endpoint of Better Auth: what it takes and asks is ours to say, what it answers is Better Auth's. */
export function authOperation(endpoint: AuthEndpoint, { paths, schemas }: BetterAuthDocument): Operation {
  const call = declareEndpoint(endpoint)
  const told = paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
  const [summary = '', ...more] = (told?.description ?? '').split(/(?<=\.)\s+/)
  const body = endpoint.body && inputSchema(endpoint.body)
  const parameters = parametersOf(endpoint)
  return {
    operationId: `auth.${endpoint.path.slice(1).replace(/\W+(\w)/g, (_, letter) => letter.toUpperCase())}`,
    tags: [authTag.name],
    summary: summary.replace(/\.$/, '') || wordsOf(endpoint.path.replace(/\/:\w+/, '')),
    description: [more.join(' '), describeCall(call)].filter(Boolean).join('\n\n'),
    security: securityOf(call),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body, example: exampleOf(body, { schemas }) } },
      },
    }),
    responses: { ...answersOf(endpoint, told?.responses?.[200], schemas), ...refusalsOfAuth(endpoint) },
  }
}

function parametersOf({ path, query }: AuthEndpoint): Parameter[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(
    ([, name = '']): Parameter => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }),
  )
  const asked = query ? fieldsOf(inputSchema(query)) : new Map<string, never>()
  return [
    ...inPath,
    ...[...asked].map(
      ([name, { schema, required }]): Parameter => ({
        name,
        in: 'query',
        ...(required && { required }),
        schema,
      }),
    ),
  ]
}

type Answer = { description?: string; content?: Record<string, { schema: JsonSchema }> }

function answersOf(
  { method, path, query }: AuthEndpoint,
  told: Answer | undefined,
  schemas: BetterAuthDocument['schemas'],
): Record<string, Response> {
  const leadsOn =
    method === 'GET' &&
    (path.includes(':') || Boolean(query && fieldsOf(inputSchema(query)).has('callbackURL')))
  const schema = told?.content?.['application/json']?.schema
  return {
    ...(leadsOn && { 302: { description: 'Leads the browser on to a page.' } }),
    ...(schema &&
      !path.includes(':') && {
        200: {
          description: told?.description ?? 'It is done.',
          headers: callHeaders,
          content: {
            'application/json': { schema, example: exampleOf(schema, { schemas: renamed(schemas) }) },
          },
        },
      }),
  }
}

/** As our document names them, beside our own. */
export const renamed = (schemas: BetterAuthDocument['schemas']) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`Auth${name}`, schema]))

function refusalsOfAuth(endpoint: AuthEndpoint): Record<string, Response> {
  const { 401: signedOut, 403: refused, 429: limited } = refusalsOf(declareEndpoint(endpoint))
  const response = (description: string, kinds: string[]): Response => ({
    description:
      kinds.length > 0
        ? `${description} Reasons: ${kinds.map((kind) => `\`${kind}\``).join(', ')}.`
        : description,
    headers: callHeaders,
    content: { 'application/json': { schema: schemaRef('AuthProblem') } },
  })
  return {
    400: response('The input is not as it has to be.', []),
    401: response('Nobody is known to call, or what they gave is wrong.', signedOut),
    403: response('The caller may not do this.', refused),
    429: response('A limit has no room for the call.', limited),
    503: response('The service is not available for a moment.', ['unavailable']),
  }
}
