import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { type DeclaredCall, free } from '../../access/declared-call.ts'
import { callerOf } from '../../access/guard.ts'
import { admit, guardCall } from '../../access/guarded-call.ts'
import { batchLimitHeaders } from '../../limits/decide/limit-headers.ts'
import { charge } from '../../trpc/procedures.ts'
import type { ContextOf } from '../request/context-of.ts'
import { sendProblem } from '../rest/problem.ts'
import { readDocument, type ServedFacts } from './read-document.ts'

export interface OpenApiOptions {
  facts: ServedFacts
  contextOf: ContextOf
}

const url = '/api/openapi.json'

const declared: DeclaredCall = {
  path: `GET ${url}`,
  signedIn: true,
  whilePending: false,
  whileImpersonating: true,
  keys: true,
  permission: null,
  policies: ['signed-in'],
  cost: 1,
  policiesIfRefused: ['public'],
  fresh: false,
  signsUp: false,
  tests: null,
  ...free,
}

/** The document of everything that can be called over HTTP, for signed-in users and for keys. */
export async function openApiRoutes(app: FastifyInstance, { facts, contextOf }: OpenApiOptions) {
  app.setErrorHandler(sendProblem)
  const guarded = guardCall(declared)
  leadFromOlderPaths(app)
  let made: ReturnType<typeof makeAnswer> | null = null

  app.get(url, async (request, reply) => {
    const ctx = contextOf(request, reply)
    const caller = await ctx.findCaller({ cached: true })
    try {
      await admit(guarded, {
        caller: callerOf({ ...caller, now: ctx.now }),
        charge: (policies, cost) => charge(ctx, caller, { path: declared.path, policies, cost }),
        db: ctx.db,
        config: ctx.config,
      })
    } finally {
      reply.headers(batchLimitHeaders(ctx.limitDecisions))
    }
    made ??= makeAnswer(facts)
    const { etag, text, zipped } = await made
    reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    reply.type('application/json; charset=utf-8')
    if (!request.headers['accept-encoding']?.includes('gzip')) return reply.send(text)
    return reply.header('content-encoding', 'gzip').send(zipped)
  })
}

// Where the endpoints of signing in had a document and a page of their own.
function leadFromOlderPaths(app: FastifyInstance) {
  app.get('/api/auth/docs.json', async (_, reply) => reply.redirect(url))
  app.get('/api/auth/docs', async (_, reply) => reply.redirect('/api/docs?search=/api/auth'))
}

// Made with the first look at it, and the same from then on.
async function makeAnswer(facts: ServedFacts) {
  const text = readDocument(facts)
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  return { text, etag, zipped: await promisify(gzip)(text) }
}
