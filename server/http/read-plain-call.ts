import { type AnyTRPCProcedure, TRPCError } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import type { HostOptions, ProcedureCall } from './procedure-call.ts'

export interface PlainCall {
  type: 'query' | 'mutation'
  batched: boolean
  paths: readonly string[]
  procedures: readonly AnyTRPCProcedure[]
  /** The input of each call; throws what is said of one that cannot be read. */
  inputs: { read(): Inputs; known(): Inputs | null }
}
type Inputs = Record<number, unknown>

// A target that tRPC's URL could read as another one than stands here: with a fragment, or with what it would drop.
const plainTarget = /^[!"$-~]*$/

/** What a request calls when it is plain; null for what is left to tRPC's own adapter. */
export function readPlainCall<Context>(
  { router, maxBatchSize }: HostOptions<Context>,
  { request, path }: ProcedureCall<Context>,
): PlainCall | null {
  const { method, headers, url } = request
  const type = method === 'GET' ? 'query' : method === 'POST' ? 'mutation' : null
  if (!type || !plainTarget.test(url) || path.includes('%') || !isPlainJson(method, headers)) return null
  const start = url.indexOf('?')
  const query = start < 0 ? null : new URLSearchParams(url.slice(start + 1))
  if (query?.has('connectionParams')) return null
  const batched = query?.get('batch') === '1'
  const paths = batched ? path.split(',') : [path]
  if (batched && paths.length > maxBatchSize) return null
  const known = router._def.procedures as Record<string, AnyTRPCProcedure>
  const procedures = paths.flatMap((name) => known[name] ?? [])
  if (procedures.length < paths.length || procedures.some(({ _def }) => _def.type !== type)) return null
  const text = type === 'query' ? query?.get('input') : ((request.body as string | undefined) ?? '')
  const inputs = inputsOf({ text: text || (type === 'query' ? null : ''), batched })
  return { type, batched, paths, procedures, inputs }
}

function isPlainJson(method: string, headers: FastifyRequest['headers']): boolean {
  const contentType = headers['content-type']
  if (headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl')) return false
  return contentType === undefined ? method === 'GET' : contentType.startsWith('application/json')
}

// They are read when the first call of the batch asks, behind its guards, and once for all of them.
function inputsOf(given: Parameters<typeof parseInputs>[0]): PlainCall['inputs'] {
  let inputs: Inputs | null = null
  let failure: TRPCError | null = null
  return {
    known: () => inputs,
    read() {
      if (failure) throw failure
      try {
        inputs ??= parseInputs(given)
        return inputs
      } catch (cause) {
        failure = cause instanceof TRPCError ? cause : unreadable(cause)
        throw failure
      }
    },
  }
}

function parseInputs({ text, batched }: { text: string | null; batched: boolean }): Inputs {
  if (text === null) return {}
  const sent: unknown = JSON.parse(withoutMark(text))
  if (!batched) return [sent]
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    const message = '"input" needs to be an object when doing a batch call'
    throw new TRPCError({ code: 'BAD_REQUEST', message })
  }
  return sent as Inputs
}

/** Without the mark that some editors begin a file with, which is no JSON and which no `Request` reads. */
export const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

function unreadable(cause: unknown): TRPCError {
  const message = cause instanceof Error ? cause.message : 'Invalid input'
  return new TRPCError({ code: 'BAD_REQUEST', message, cause })
}
