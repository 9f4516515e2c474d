import type { FastifyRequest } from 'fastify'
import { refuseCommonPassword } from '../../auth/credentials/passwords.ts'
import { AppError, invalidField, invalidInput } from '../../errors.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { authAliases, findAuthEndpoint } from './auth-endpoints.ts'

export const authPrefix = '/api/auth'

/** What a request to Better Auth means: its endpoint, and the body as the endpoint's schema reads it. */
export interface Target {
  endpoint: AuthEndpoint
  /** Below `/api/auth`, with its query. */
  url: string
  body: Record<string, unknown> | undefined
}

export type ReadTarget = { target: Target; refusal?: undefined } | { target?: undefined; refusal: AppError }

/**
 * What a request means, or why it is refused. What is refused here counts against the address's limit on all paths, but
 * not against that on sign-ups or mails.
 */
export function readTarget(request: FastifyRequest): ReadTarget {
  try {
    return { target: resolveTarget(request) }
  } catch (error) {
    if (error instanceof AppError) return { refusal: error }
    throw error
  }
}

function resolveTarget(request: FastifyRequest): Target {
  const url = request.url.slice(authPrefix.length)
  const path = url.split('?', 1)[0] ?? ''
  const alias = authAliases[`${request.method} ${path}`]
  const endpoint = findAuthEndpoint(alias?.method ?? request.method, alias?.path ?? path)
  if (!endpoint) throw new AppError('NOT_FOUND', 'There is nothing at this path.')
  if (url.includes('%00')) throw new AppError('BAD_REQUEST', notAllowed)
  const given = parseJson(request.body)
  if (alias) {
    const query = alias.body ? `?${new URLSearchParams(parse(alias.body, given))}` : ''
    return { endpoint, url: `${alias.path}${query}`, body: undefined }
  }
  if (endpoint.query) parse(endpoint.query, request.query)
  const body = endpoint.body && parse(endpoint.body, given ?? {})
  if (body && endpoint.newPassword)
    refuseCommonPassword(String(body[endpoint.newPassword]), endpoint.newPassword)
  return { endpoint, url, body }
}

function parseJson(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return JSON.parse(body, refuseNul)
  } catch (error) {
    if (error instanceof AppError) throw error
    // Without its cause, whose message holds a part of the body.
    throw new AppError('BAD_REQUEST', 'The body is not JSON.')
  }
}

// No text of the database can hold it, and what asks for such a text fails.
function refuseNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\0')) throw invalidField(key, notAllowed)
  return value
}

const notAllowed = 'Contains characters that are not allowed.'

function parse<Output>(
  schema: { safeParse(value: unknown): { data?: Output; error?: unknown } },
  value: unknown,
) {
  const { data, error } = schema.safeParse(value)
  if (data === undefined) throw invalidInput(error as Parameters<typeof invalidInput>[0])
  return data
}
