import type { FastifyRequest } from 'fastify'
import type { GivenDetails } from '#shared/person-details.ts'
import { refuseCommonPassword } from '../../auth/credentials/passwords.ts'
import { AppError, invalidInput } from '../../errors.ts'
import type { ProductPeople } from '../../service-context.ts'
import { parseJson } from '../request/parse-json.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { authAliases, findAuthEndpoint } from './auth-endpoints.ts'
import { insteadOf } from './client-calls.ts'

export const authPrefix = '/api/auth'

/** What a request to Better Auth means: its endpoint, and the body as the endpoint's schema reads it. */
export interface Target {
  endpoint: AuthEndpoint
  /** Below `/api/auth`, with its query. */
  url: string
  body: Record<string, unknown> | undefined
  /** What somebody who registers has filled in of the product's fields, which Better Auth does not know. */
  details?: GivenDetails
}

export type ReadTarget = { target: Target; refusal?: undefined } | { target?: undefined; refusal: AppError }

/**
 * What a request means, or why it is refused. What is refused here counts against the address's limit on all paths, but
 * not against that on sign-ups or mails.
 */
export function readTarget(request: FastifyRequest, people: ProductPeople): ReadTarget {
  try {
    return { target: resolveTarget(request, people) }
  } catch (error) {
    if (error instanceof AppError) return { refusal: error }
    throw error
  }
}

function resolveTarget(request: FastifyRequest, people: ProductPeople): Target {
  const url = request.url.slice(authPrefix.length)
  const path = url.split('?', 1)[0] ?? ''
  const alias = authAliases[`${request.method} ${path}`]
  const endpoint = findAuthEndpoint(alias?.method ?? request.method, alias?.path ?? path)
  if (!endpoint)
    throw new AppError(
      'NOT_FOUND',
      insteadOf[`${request.method} ${path}`] ?? 'There is nothing at this path.',
    )
  // No text of the database can hold it, and what asks for such a text fails; schemas refuse it in bodies.
  if (url.includes('%00')) throw new AppError('BAD_REQUEST', 'Contains characters that are not allowed.')
  const given = parseJson(request.body)
  if (alias) {
    const query = alias.body ? `?${new URLSearchParams(parseBody(alias.body, given))}` : ''
    return { endpoint, url: `${alias.path}${query}`, body: undefined }
  }
  if (endpoint.query) parseBody(endpoint.query, request.query)
  const body = endpoint.body && parseBody(endpoint.body, given ?? {})
  if (body && endpoint.newPassword)
    refuseCommonPassword(String(body[endpoint.newPassword]), endpoint.newPassword)
  if (!endpoint.signsUp) return { endpoint, url, body }
  const { details, ...others } = body ?? {}
  return { endpoint, url, body: others, details: people.ask((details ?? {}) as GivenDetails) }
}

/** What was sent as the schema reads it. Throws BAD_REQUEST that names each field. */
export function parseBody<Output>(
  schema: { safeParse(value: unknown): { data?: Output; error?: unknown } },
  value: unknown,
) {
  const { data, error } = schema.safeParse(value)
  if (data === undefined) throw invalidInput(error as Parameters<typeof invalidInput>[0])
  return data
}
