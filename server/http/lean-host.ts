import { type AnyTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { FastifyReply } from 'fastify'
import type { HostOptions, ProcedureCall } from './procedure-call.ts'
import { type PlainCall, readPlainCall } from './read-plain-call.ts'
import { runProcedure } from './run-procedure.ts'

/**
 * Answers a plain request as tRPC's own adapter does to the byte, in one write and at a fraction of its cost: queries by
 * GET and mutations by POST, one or a batch. Null for all else, which is left to the adapter: streams, what is refused
 * before any call (unknown names, mixed types, the wrong method, too large a batch), and what is written oddly. Sets
 * status and headers, and resolves with the body.
 */
export function answerPlainCall<Context>(
  options: HostOptions<Context>,
  call: ProcedureCall<Context>,
): Promise<string> | null {
  const plain = readPlainCall(options, call)
  return plain && answer(options, call, plain)
}

type Result = { data: unknown; error?: undefined } | { error: TRPCError }

/** Whose calls these are; a context that could not be made is each call's to answer for. */
interface Caller<Context> {
  ctx?: Context
  failure?: TRPCError
}

async function answer<Context>(
  options: HostOptions<Context>,
  call: ProcedureCall<Context>,
  plain: PlainCall,
): Promise<string> {
  const caller: Caller<Context> = await call.createContext().then(
    (ctx) => ({ ctx }),
    (cause) => ({ failure: getTRPCErrorFromUnknown(cause) }),
  )
  const signal = closeSignal(call.reply)
  const results = await Promise.all(
    plain.procedures.map((procedure, index) => callOne({ options, plain, procedure, caller, signal, index })),
  )
  try {
    const { ctx } = caller
    return bodyOf(options, call, plain, { ctx, results: withoutStreams(results, plain) })
  } catch (cause) {
    return failureOf(options, call, plain, { ctx: caller.ctx, error: getTRPCErrorFromUnknown(cause) })
  }
}

// As that of an AbortController, but made once: its stack would say nothing of the caller.
const closed = new DOMException('This operation was aborted', 'AbortError')

// What a call has begun is to end with its connection, or with its answer.
function closeSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  raw.once('close', () => controller.abort(closed))
  return controller.signal
}

async function callOne<Context>({
  options,
  plain,
  procedure,
  caller: { ctx, failure },
  signal,
  index,
}: {
  options: HostOptions<Context>
  plain: PlainCall
  procedure: AnyTRPCProcedure
  caller: Caller<Context>
  signal: AbortSignal
  index: number
}): Promise<Result> {
  const { type, inputs } = plain
  const path = plain.paths[index] ?? ''
  try {
    if (failure) throw failure
    const getRawInput = async () => inputs.read()[index]
    const data = await runProcedure(procedure, { path, getRawInput, ctx, type, signal, batchIndex: index })
    return { data }
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause)
    options.onError({ error, path, ctx })
    return { error }
  }
}

// What is still to come cannot be written in one piece.
function withoutStreams(results: Result[], { batched }: PlainCall): Result[] {
  return results.map((result) => {
    if (result.error || !isStream(result.data)) return result
    const error = new TRPCError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Cannot use stream-like response in non-streaming request - use httpBatchStreamLink',
    })
    if (!batched) throw error
    return { error }
  })
}

function isStream(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false
  return isIterable(data) || Object.values(data).some((value) => isPromise(value) || isIterable(value))
}

const isIterable = (value: unknown) =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
const isPromise = (value: unknown) =>
  ((typeof value === 'object' && value !== null && !Array.isArray(value)) || typeof value === 'function') &&
  'then' in value &&
  'catch' in value &&
  typeof value.then === 'function' &&
  typeof value.catch === 'function'

interface Outcome<Context> {
  ctx?: Context
  results: Result[]
}

function bodyOf<Context>(
  options: HostOptions<Context>,
  { reply }: ProcedureCall<Context>,
  plain: PlainCall,
  { ctx, results }: Outcome<Context>,
): string {
  const { _config: config } = options.router._def
  const { type, paths, inputs } = plain
  const errors = results.flatMap(({ error }) => error ?? [])
  const responses = results.map((result, index) =>
    result.error
      ? {
          error: getTRPCErrorShape({
            config,
            ctx,
            error: result.error,
            input: inputs.known()?.[index],
            path: paths[index],
            type,
          }),
        }
      : { result: { data: result.data } },
  )
  const { headers } = options.responseMeta({ ctx, errors, paths, type })
  const [first] = responses
  const body = JSON.stringify(plain.batched ? responses : first)
  const status = errors.length === 0 ? 200 : getHTTPStatusCode(responses)
  return prepare(reply, { status, headers, body })
}

// What the calls answered cannot be written: the request as a whole has failed.
function failureOf<Context>(
  { router, responseMeta, onError }: HostOptions<Context>,
  { reply }: ProcedureCall<Context>,
  { type, paths }: PlainCall,
  { ctx, error }: { ctx?: Context; error: TRPCError },
): string {
  const { _config: config } = router._def
  onError({ error, ctx })
  const response = {
    error: getTRPCErrorShape({ config, ctx, error, type, path: undefined, input: undefined }),
  }
  const body = JSON.stringify(response)
  const { headers } = responseMeta({ ctx, errors: [error], paths, type })
  return prepare(reply, { status: getHTTPStatusCode(response), headers, body })
}

// Fastify sends what its handler resolves with.
function prepare(
  reply: FastifyReply,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
): string {
  reply.code(status).header('vary', 'trpc-accept, accept').header('content-type', 'application/json')
  reply.headers(headers).serializer(asItIs)
  return body
}

// Fastify would add a charset, which tRPC's adapter does not send.
const asItIs = (body: string) => body
