import type { AuthEndpoint } from '../auth/auth-endpoint.ts'
import { authAliases, authEndpointName, authEndpoints } from '../auth/auth-endpoints.ts'
import { clientCalls } from '../auth/client-calls.ts'
import { type Procedure, procedures, type Schema } from '../every-input-fixture.ts'
import type { RestOperation } from '../rest/rest-operations.ts'
import { operations, requestOf } from '../rest/rest-request-fixture.ts'
import { hostileValue } from './hostile-values-fixture.ts'
import type { Random } from './random-fixture.ts'
import type { Values } from './values-fixture.ts'

/** What can be called, by a name of its own. */
export type Route = { name: string } & (
  | { kind: 'procedure'; procedure: Procedure }
  | { kind: 'batch' }
  | { kind: 'rest'; operation: RestOperation }
  | { kind: 'endpoint'; method: string; path: string; body?: Schema; query?: Schema }
  | { kind: 'page'; path: string }
)

// A line for the client's pages, for what there is at all times, for what is nearly something else, and for mails.
const pages = `
  / /login /setup /register /accept-invitation /dashboard /account/security /admin /admin/users /unauthorized
  /health/live /health/ready /.well-known/jwks.json /api/auth/docs /api/auth/docs.json /api/docs /api/openapi.json /assets/main-abc123.js /api/pictures/:hash
  /nowhere /health /api /api/me/nothing /api/auth/ /trpc /trpc/ /trpc/users /trpc/users.me.more /trpc/__proto__ /assets/missing.js
  /dev/mail /dev/mail/:id /dev/mail/:id/html`
  .trim()
  .split(/\s+/)

/** What a route is about, by a word that its answers and its input share. */
export const subjectOf = ({ name }: { name: string }): string =>
  name.match(/^\w+(?=\.)|dev|passkey/)?.[0] ?? 'account'

export const routes: Route[] = [
  ...procedures.map((procedure): Route => ({ name: procedure.path, kind: 'procedure', procedure })),
  ...Array.from({ length: 6 }, (): Route => ({ name: 'a batch', kind: 'batch' })),
  ...operations.map(
    (operation): Route => ({ name: `${operation.procedure} of REST`, kind: 'rest', operation }),
  ),
  ...authEndpoints.map(
    (endpoint: AuthEndpoint): Route => ({
      name: authEndpointName(endpoint),
      kind: 'endpoint',
      method: endpoint.method,
      path: endpoint.path,
      body: endpoint.body,
      query: endpoint.query,
    }),
  ),
  ...clientCalls.map(
    ({ method, path, body }): Route => ({
      name: `${method} /api/auth${path}`,
      kind: 'endpoint',
      method,
      path,
      body,
    }),
  ),
  ...Object.entries(authAliases).map(([name, { body }]): Route => {
    const [method = '', path = ''] = name.split(' ')
    return { name: `${method} /api/auth${path}`, kind: 'endpoint', method, path, body }
  }),
  ...pages.map((path): Route => ({ name: path, kind: 'page', path })),
]

export interface Target {
  method: string
  target: string
  /** What goes into the body. */
  input?: unknown
}

/** Method, path and input of a call of the route. */
export function routeTarget(random: Random, values: Values, route: Route): Target {
  if (route.kind === 'procedure') return procedureTarget(random, values, route.procedure)
  if (route.kind === 'batch') return batchTarget(random, values)
  if (route.kind === 'rest') return restTarget(random, values, route.operation)
  if (route.kind === 'page') return { method: 'GET', target: fillIn(random, values, route) }
  const query = route.query ? values.inputFor(route.query, subjectOf(route)) : null
  return {
    method: route.method,
    target: `/api/auth${fillIn(random, values, route)}${asQuery(query)}`,
    input: route.body && values.inputFor(route.body, subjectOf(route)),
  }
}

function procedureTarget(random: Random, values: Values, procedure: Procedure): Target {
  const [schema] = procedure.inputs
  const input = schema
    ? values.inputFor(schema, subjectOf({ name: procedure.path }))
    : random.chance(0.2)
      ? hostileValue(random)
      : undefined
  // Each is sometimes called in the other's way.
  const asMutation = (procedure.type === 'mutation') !== random.chance(0.04)
  if (asMutation) return { method: 'POST', target: `/trpc/${procedure.path}`, input: input ?? {} }
  const more = random.chance(0.04)
    ? random.pick(['&batch=1', '&connectionParams={', '&lastEventId=%00', '&input=1'])
    : ''
  return { method: 'GET', target: `/trpc/${procedure.path}?input=${inputText(random, input)}${more}` }
}

function restTarget(random: Random, values: Values, operation: RestOperation): Target {
  const about = subjectOf({ name: operation.procedure })
  const input = operation.input ? values.inputFor(operation.input, about) : {}
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  const named = Object.fromEntries(operation.parameters.map((name) => [name, values.text(about, false)]))
  const { method, url, payload } = requestOf(operation, isObject ? { ...named, ...input } : named)
  const more = random.chance(0.04)
    ? random.pick(['?%zz', '?a=%00', '&limit=1&limit=2', '?=&=&&', '/', '//', '%2f'])
    : ''
  // Long ones would not pass as headers, which is the subject of another test.
  return { method, target: `${url.slice(0, 15_000)}${more}`, input: isObject ? payload : input }
}

function inputText(random: Random, input: unknown): string {
  if (random.chance(0.04))
    return random.pick(['%00', '{', '%', '%ff', '[[[[', 'undefined', '"\\ud800"', '1e999'])
  return encodeURIComponent(JSON.stringify(input) ?? '')
}

function batchTarget(random: Random, values: Values): Target {
  const [mutations, queries] = [isMutation, (each: Procedure) => each.type === 'query'].map((test) =>
    procedures.filter(test),
  )
  const from = random.chance(0.1) ? procedures : ((random.chance(0.5) ? mutations : queries) ?? [])
  const called = Array.from({ length: random.pick([1, 2, 3, 10, 20, 21]) }, () => random.pick(from))
  const inputs = Object.fromEntries(
    called.flatMap((procedure, index) => {
      const [schema] = procedure.inputs
      return schema ? [[index, values.inputFor(schema, subjectOf({ name: procedure.path }))]] : []
    }),
  )
  const input = random.chance(0.1) ? hostileValue(random) : inputs
  const names = called.map(({ path }) =>
    random.chance(0.02) ? encodeURIComponent(values.text('', true)) : path,
  )
  const target = `/trpc/${names.join(',')}?batch=${random.pick(['1', '1', '1', '1', '0', ''])}`
  if (called.every(isMutation)) return { method: 'POST', target, input }
  // Long ones would not pass as headers, which is the subject of another test.
  return { method: 'GET', target: `${target}&input=${inputText(random, input)}`.slice(0, 15_000) }
}

const isMutation = ({ type }: Procedure) => type === 'mutation'

function fillIn(random: Random, values: Values, route: Route & { path: string }): string {
  return route.path.replace(/:\w+/g, () =>
    encodeURIComponent(values.text(subjectOf(route), random.chance(0.3))).replaceAll('%EF%BF%BD', '%ff'),
  )
}

function asQuery(query: unknown): string {
  if (typeof query !== 'object' || query === null) return ''
  const pairs = Object.entries(query).map(([name, value]) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`
  })
  return `?${pairs.join('&')}`
}
