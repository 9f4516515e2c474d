import type { FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import type { IdempotentCalls, KeptAnswer } from '../../idempotency/idempotent-calls.ts'
import type { Actor } from '../../service-context.ts'
import type { Context } from '../../trpc/context.ts'
import type { RestOperation } from './rest-operations.ts'

/** What a call throws that was done before: the answer that it got. */
export class AnsweredBefore extends Error {
  readonly answer: KeptAnswer

  constructor(answer: KeptAnswer) {
    super('The call was answered before.')
    this.answer = answer
  }
}

export const keyHeader = 'idempotency-key'

/**
 * What sees to it that a POST with an `Idempotency-Key` is done once; null for a request without one, and where the method
 * itself says that more often is no more than once. Throws BAD_REQUEST for a key that is none.
 */
export function answerOnce(
  calls: IdempotentCalls,
  { request, operation, ctx }: { request: FastifyRequest; operation: RestOperation; ctx: Context },
) {
  const header = request.headers[keyHeader]
  if (header === undefined || operation.method !== 'POST' || operation.type === 'query') return null
  let claimed: string | null = null
  const logFailure = (error: unknown) =>
    request.log.error({ err: error }, 'what became of a call could not be kept')
  return {
    /** Takes the call, behind its guards. Throws AnsweredBefore, and what `claim` throws. */
    async claim(actor: Actor | null): Promise<void> {
      const key = readKey(header)
      if (!actor) throw invalidKey('It is for signed-in callers: of others nobody knows who sends it again.')
      const asked = `${request.method} ${request.url}\n${request.body ?? ''}`
      const claim = await calls.claim({ actor, key, request: asked, now: ctx.now })
      if ('kept' in claim) throw new AnsweredBefore(claim.kept)
      claimed = claim.id
    },
    // What was done is done, whether it can be kept or not.
    async keep(answer: KeptAnswer): Promise<void> {
      if (claimed !== null)
        await calls.keep(claimed, answer, operation.meta.answersSecret ?? false).catch(logFailure)
    },
    async fail(error: unknown): Promise<void> {
      if (claimed !== null) await calls.fail(claimed, error, ctx.now).catch(logFailure)
    },
  }
}

// A string of a structured field (RFC 8941) as the draft has it, or the same without its quotation marks.
function readKey(header: string | string[]): string {
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/.test(key))
    throw invalidKey('1 to 255 visible characters of ASCII, without quotation marks and backslashes.')
  return key
}

const invalidKey = (message: string) => new AppError('BAD_REQUEST', `Idempotency-Key: ${message}`)
