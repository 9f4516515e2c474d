import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { initTRPC, lazy, TRPCError } from '@trpc/server'
import { type CreateFastifyContextOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { answerProcedure } from './answer-procedure.ts'
import { answerPlainCall } from './lean-host.ts'
import { type OddRequest, oddRequests } from './odd-requests-fixture.ts'
import type { HostOptions } from './procedure-call.ts'

interface Context {
  setCookie(cookie: string): void
  ran(path: string): void
}

const t = initTRPC.context<Context>().create({
  isDev: false,
  errorFormatter: ({ shape, error, path, input, type, ctx }) => ({
    ...shape,
    data: { ...shape.data, cause: error.cause?.name, path, input, type, known: ctx !== undefined },
  }),
})
const procedure = t.procedure.use(({ ctx, path, next }) => {
  ctx.ran(path)
  return next()
})
const text = procedure.input(z.string())
const plain = procedure.query(() => ({ ok: true, text: 'ä 😀' }))
const echo = text.query(({ input }) => input)

function answers(data: () => unknown) {
  return procedure.query(() => data() as object)
}

async function* iterate() {
  yield 1
  yield 2
}

function circle() {
  const own: Record<string, unknown> = {}
  own.own = own
  return own
}

function createRouter() {
  const deeper = t.router({ plain })
  const inner = t.router({ plain, echo, deeper: lazy(async () => deeper) })
  return t.router({
    plain,
    echo,
    nested: { deep: { echo } },
    lazy: lazy(async () => inner),
    change: text.mutation(({ input }) => ({ changed: input })),
    changePlainly: procedure.mutation(() => 'changed'),
    refuses: procedure.query(() => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'no', cause: new RangeError('why') })
    }),
    breaks: procedure.query(() => {
      throw new TypeError('it broke')
    }),
    throwsText: procedure.query(() => {
      throw 'text'
    }),
    throwsNothing: procedure.query(() => {
      throw undefined
    }),
    answersNothing: answers(() => undefined),
    answersNull: answers(() => null),
    answersBigInt: answers(() => 5n),
    answersCircle: answers(circle),
    answersPromise: answers(() => ({ later: Promise.resolve(1) })),
    // biome-ignore lint/suspicious/noThenProperty: what a query that nobody awaited looks like.
    answersThenable: answers(() => ({ later: { then: () => {}, catch: () => {} } })),
    answersIterable: answers(iterate),
    answersIterables: answers(() => ({ each: iterate() })),
    answersList: answers(() => [Promise.resolve(1), { a: 1 }]),
    answersDate: answers(() => ({ at: new Date(0), map: new Map([[1, 2]]), nothing: undefined })),
    answersInput: procedure.input(z.any()).query(({ input }) => ({ input })),
    setsCookies: procedure.query(({ ctx }) => {
      ctx.setCookie('a=1')
      ctx.setCookie('b=2')
      return 'set'
    }),
    waits: procedure.query(({ ctx, signal }) => {
      signal?.addEventListener('abort', () => ctx.ran(`aborted with ${signal.reason.name}`))
      ctx.ran('waits')
      return new Promise(() => {})
    }),
    watches: procedure.query(({ ctx, signal }) => {
      signal?.addEventListener('abort', () => ctx.ran('the answer has gone'))
      return 'watched'
    }),
    stream: procedure.subscription(iterate),
  })
}

interface Host {
  answer(request: OddRequest): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>
  /** What procedures and failures were seen since it was last asked. */
  seen(): string[]
  /** Sends the request, and leaves when its procedure runs. */
  leave(path: string): Promise<void>
}

async function createHost(mount: (app: FastifyInstance, options: Mounted) => void): Promise<Host> {
  let seen: string[] = []
  const app = fastify({ routerOptions: { maxParamLength: 5000 } })
  const options: HostOptions<Context> = {
    router: createRouter(),
    maxBatchSize: 5,
    responseMeta: ({ ctx, errors, paths, type }) => ({
      headers: {
        'x-meta': [ctx !== undefined, errors.map(({ code }) => code), paths, type].join('|').slice(0, 200),
      },
    }),
    onError: ({ error, path, ctx }) => {
      seen.push([error.code, error.message, path, ctx !== undefined].join('|'))
    },
  }
  const createContext = async (headers: IncomingHttpHeaders, reply: FastifyReply): Promise<Context> => {
    if (headers['x-context'] === 'fails') throw new TypeError('no context')
    if (headers['x-context'] === 'refuses') throw new TRPCError({ code: 'UNAUTHORIZED' })
    return {
      setCookie: (cookie) => void reply.header('set-cookie', cookie),
      ran: (path) => seen.push(path),
    }
  }
  mount(app, { ...options, createContext })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => {
    agent.destroy()
    return app.close()
  })
  const { port } = app.server.address() as AddressInfo
  return {
    answer: (odd) => send(odd, { port, agent }),
    leave: async (path) => {
      const sent = request({ port, host: '127.0.0.1', path }).on('error', () => {})
      sent.end()
      await expect.poll(() => seen).toContain('waits')
      sent.destroy()
    },
    seen: () => {
      const all = seen.sort()
      seen = []
      return all
    },
  }
}

type Mounted = HostOptions<Context> & {
  createContext(headers: IncomingHttpHeaders, reply: FastifyReply): Promise<Context>
}

function send({ method, path, headers, body }: OddRequest, connection: { port: number; agent: Agent }) {
  return new Promise<Awaited<ReturnType<Host['answer']>>>((resolve, reject) => {
    const sent = request(
      { ...connection, host: '127.0.0.1', method, path, headers: { host: 'localhost', ...headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('latin1'),
          }),
        )
      },
    )
    sent.on('error', reject).end(body)
  })
}

let answeredPlainly = 0

/** As our routes mount it. */
function ours(app: FastifyInstance, { createContext, ...options }: Mounted) {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  app.all<{ Params: { path: string } }>('/trpc/:path', (request, reply) => {
    const { path } = request.params
    const call = { request, reply, path, createContext: () => createContext(request.headers, reply) }
    const plainly = answerPlainCall(options, call)
    if (plainly) answeredPlainly += 1
    return plainly ?? answerProcedure(options, call)
  })
}

function stock(app: FastifyInstance, { createContext, router, ...options }: Mounted) {
  app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      ...options,
      router: router as ReturnType<typeof createRouter>,
      createContext: ({ req, res }: CreateFastifyContextOptions) => createContext(req.headers, res),
    },
  })
}

// One answer has a length and comes whole, the other comes in chunks.
function comparable({ headers, ...answer }: Awaited<ReturnType<Host['answer']>>) {
  const { date, 'content-length': length, 'transfer-encoding': encoding, ...others } = headers
  return { ...answer, headers: others }
}

test('our host and that of tRPC answer alike whatever is asked', async () => {
  const [us, them] = [await createHost(ours), await createHost(stock)]
  for (const odd of oddRequests) {
    const [answer, expected] = await Promise.all([us.answer(odd), them.answer(odd)])
    const what = JSON.stringify(odd)
    expect(comparable(answer), what).toEqual(comparable(expected))
    expect(us.seen(), what).toEqual(them.seen())
  }
  expect(oddRequests.length).toBeGreaterThan(300)
  expect(answeredPlainly).toBeGreaterThan(300)
})

test.each(['/trpc/waits', '/trpc/plain,waits?batch=1'])('%s ends with its caller', async (path) => {
  for (const host of [await createHost(ours), await createHost(stock)]) {
    await host.leave(path)
    const all: string[] = []
    await expect.poll(() => all.push(...host.seen()) && all).toContain('aborted with AbortError')
  }
})

test('what a call has begun is told that the answer has gone', async () => {
  for (const host of [await createHost(ours), await createHost(stock)]) {
    expect(await host.answer({ method: 'GET', path: '/trpc/watches', headers: {} })).toMatchObject({
      status: 200,
    })
    const all: string[] = []
    await expect.poll(() => all.push(...host.seen()) && all).toContain('the answer has gone')
  }
})
