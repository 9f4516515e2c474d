import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import type { ErrorReason } from '#shared/errors.ts'
import type { AppError } from '../../errors.ts'
import { prepareRefusal } from '../request/error-replies.ts'
import type { RestOperation } from './rest-operations.ts'

/** What is wrong with one part of the input: of the body, by a JSON Pointer (RFC 6901), or of the address, by its name. */
export type ProblemError = { message: string } & ({ pointer?: string } | { parameter?: string })

/** A refusal as RFC 9457 has it, with our typed reason. */
export interface Problem {
  /** `urn:gatehouse:problem:` and the kind of the reason; `about:blank` where the status says all. */
  type: string
  title: string
  status: number
  detail: string
  /** The request's id. */
  instance: string
  reason?: ErrorReason
  errors?: ProblemError[]
}

export const problemType = 'application/problem+json'

/** Whether it is REST that answers there. */
export const isRestPath = (url: string): boolean => /^\/api(?!\/(auth|pictures)\/)(?=[/?]|$)/.test(url)

/** The error handler of REST. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { appError, status } = prepareRefusal(error, request, reply)
  const { message, reason } = appError
  const { operation } = request.routeOptions?.config ?? {}
  const problem: Problem = {
    type: reason ? `urn:gatehouse:problem:${reason.kind}` : 'about:blank',
    title: STATUS_CODES[status] ?? 'Refused',
    status,
    detail: message,
    instance: `urn:uuid:${request.id}`,
    ...(reason && { reason }),
    ...(appError.fieldErrors && { errors: errorsOf(appError, operation) }),
  }
  // As bytes, since of a text Fastify would say in which charset it is.
  return reply
    .code(status)
    .header('content-type', problemType)
    .send(Buffer.from(JSON.stringify(problem)))
}

function errorsOf({ cause, fieldErrors }: AppError, operation: RestOperation | undefined): ProblemError[] {
  // A schema says each step of a path for itself: the name of a field may hold a dot.
  if (cause instanceof ZodError)
    return cause.issues.map(({ path, message }) => ({ ...placeOf(path.map(String), operation), message }))
  return Object.entries(fieldErrors ?? {}).flatMap(([path, messages]) => {
    // As the reader of the input names what stands behind the `?` and should not.
    const place = path.startsWith('?') ? { parameter: path.slice(1) } : placeOf(path.split('.'), operation)
    return messages.map((message) => ({ ...place, message }))
  })
}

function placeOf(path: string[], operation: RestOperation | undefined) {
  const [name] = path
  if (operation?.inputIn === 'body' && !(name !== undefined && operation.parameters.includes(name)))
    return { pointer: path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') }
  return name === undefined ? {} : { parameter: name }
}
