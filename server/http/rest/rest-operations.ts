import type { AnyRouter } from '@trpc/server'
import type { z } from 'zod'
import { StartError } from '../../errors.ts'
import type { ProcedureMeta, RestMethod } from '../../trpc/declare-procedure.ts'
import { fieldsOf, isSaidByTexts } from './text-values.ts'

/** A procedure as REST has it. */
export interface RestOperation {
  method: RestMethod
  /** `/api/admin/users/{id}`. */
  path: string
  /** The names in its braces, in their order. */
  parameters: readonly string[]
  /** Where the rest of the input is: behind the `?` of GET and DELETE, unless it holds a password; else in a JSON body. */
  inputIn: 'query' | 'body'
  /** The procedure's path: `users.get`. */
  procedure: string
  type: 'query' | 'mutation'
  /** What the input must pass, with the path's parameters in it; null for a procedure that takes none. */
  input: z.ZodType | null
  meta: ProcedureMeta
}

interface Procedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[]; meta?: ProcedureMeta }
}

/**
 * The REST operations that a router's procedures declare in their meta, in the order of their paths. Throws StartError for
 * a declaration that cannot be served.
 */
export function restOperations(router: AnyRouter): RestOperation[] {
  // The router's type nests its procedures; at run time they stand here by their whole path.
  const procedures = router._def.procedures as unknown as Record<string, Procedure>
  const operations = Object.entries(procedures)
    .flatMap(([path, { _def }]) => (_def.meta?.rest ? [toOperation(path, _def, _def.meta)] : []))
    .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'))
  for (const operation of operations) {
    const problem = problemOf(operation) ?? clashOf(operation, operations)
    if (problem) throw wrong(operation, problem)
  }
  return operations
}

const names = /\{([^{}/]+)\}/g

function toOperation(
  procedure: string,
  { type, inputs }: Procedure['_def'],
  meta: ProcedureMeta,
): RestOperation {
  const [method, path] = (meta.rest ?? '').split(' ') as [RestMethod, string]
  const input = inputs[0] ?? null
  const asQuery = method === 'GET' || (method === 'DELETE' && !meta.testsPassword)
  const parameters = [...path.matchAll(names)].map(([, name = '']) => name)
  const operation = {
    method,
    path,
    parameters,
    procedure,
    input,
    meta,
    inputIn: asQuery ? 'query' : 'body',
  } as const
  if (type === 'subscription') throw wrong(operation, 'A stream is no REST operation.')
  if (inputs.length > 1) throw wrong(operation, 'It takes its input by several schemas: join them.')
  return { ...operation, type }
}

const wrong = ({ procedure, meta }: Pick<RestOperation, 'procedure' | 'meta'>, problem: string) =>
  new StartError(`The procedure ${procedure} cannot be "${meta.rest}" of REST. ${problem}`)

const wellFormed = /^(GET|POST|PUT|PATCH|DELETE) \/api(\/([a-z0-9]+(-[a-z0-9]+)*|\{[A-Za-z]\w*\}))+$/
// What serves these is no procedure.
const taken = /^\/api\/(auth|docs|openapi\.json|pictures)(\/|$)/

function problemOf({ method, path, parameters, inputIn, type, input, meta }: RestOperation): string | null {
  const fields = input ? fieldsOf(input) : new Map<string, never[]>()
  if (taken.test(path)) return 'Something else is at that path.'
  if (!wellFormed.test(meta.rest ?? ''))
    return 'It is a method, a space, and a path such as /api/memos/{id}/archive, in small letters.'
  if (type === 'mutation' && method === 'GET') return 'GET changes nothing, so it is for queries.'
  if (type === 'query' && method !== 'GET' && method !== 'POST') return 'A query is asked with GET.'
  if (type === 'query' && method === 'POST' && fields.size <= parameters.length)
    return 'A query without a body is asked with GET.'
  if (method === 'GET' && meta.testsPassword) return 'A password has no place in an address: take POST.'
  if (new Set(parameters).size < parameters.length) return 'A parameter is in its path twice.'
  for (const name of parameters) {
    const schemas = fields.get(name)
    if (!schemas) return `Its input has no "${name}".`
    if (!schemas.some((schema) => isSaidByTexts(schema, true))) return `A path cannot say "${name}".`
  }
  const unsayable = [...fields].find(([, schemas]) => !schemas.some((schema) => isSaidByTexts(schema)))
  if (inputIn === 'query' && unsayable) return `A query string cannot say "${unsayable[0]}": take POST.`
  return null
}

function clashOf(operation: RestOperation, all: readonly RestOperation[]): string | null {
  const other = all.find((each) => each !== operation && clash(each, operation))
  return other ? `Its address is also that of the procedure ${other.procedure}, "${other.meta.rest}".` : null
}

// One address would be both, or the same path has two names in its braces.
function clash(a: RestOperation, b: RestOperation): boolean {
  if (a.path === b.path) return a.method === b.method
  const [segments, others] = [a.path.split('/'), b.path.split('/')]
  const fits = (segment: string, other = '') =>
    segment === other || segment.startsWith('{') || other.startsWith('{')
  return segments.length === others.length && segments.every((each, index) => fits(each, others[index]))
}
