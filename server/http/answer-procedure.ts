import { incomingMessageToRequest } from '@trpc/server/adapters/node-http'
import { resolveResponse } from '@trpc/server/http'
import type { FastifyReply } from 'fastify'
import type { HostOptions, ProcedureCall } from './procedure-call.ts'
import { withoutMark } from './read-plain-call.ts'

/**
 * What tRPC answers to a request. It is tRPC's own adapter for Fastify but for one thing: the body is read from the text
 * that has been received, while the adapter's Request would hold it three more times.
 */
export async function answerProcedure<Context>(
  options: HostOptions<Context>,
  { request, reply, path, createContext }: ProcedureCall<Context>,
): Promise<FastifyReply> {
  const { raw, body } = request
  const req = incomingMessageToRequest(Object.assign(raw, { body: undefined }), reply.raw, {
    maxBodySize: null,
  })
  if (typeof body === 'string') Object.assign(req, { json: async () => JSON.parse(withoutMark(body)) })
  return reply.send(await resolveResponse({ ...options, req, path, error: null, createContext }))
}
