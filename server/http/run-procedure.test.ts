import { type AnyTRPCProcedure, initTRPC } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type CallOfProcedure, runProcedure } from './run-procedure.ts'

interface Context {
  actor: string | null
  given: unknown[]
}

const t = initTRPC.context<Context>().meta<{ kind: string }>().create()

/** Notes all that it is given, whether it stands there by itself or not. */
const noted = t.procedure.meta({ kind: 'noted' }).use(({ ctx, next, ...given }) => {
  ctx.given.push({ ...given, ctx: { ...ctx, given: null }, next: next.length })
  return next()
})
const text = noted.input(z.object({ name: z.string().trim() }))
const withActor = t.middleware(({ next }) => next({ ctx: { actor: 'somebody' } }))
const fails = (how: () => never) => noted.use(how).query(() => 'never')

const procedures: Record<string, AnyTRPCProcedure> = {
  plain: noted.query(({ ctx, path, input, signal }) => ({ actor: ctx.actor, path, input, signal })),
  mutation: noted.mutation(() => 'done'),
  input: text.query(({ input }) => input),
  inputs: text.input(z.object({ age: z.number() })).query(({ input }) => input),
  output: noted.output(z.object({ kept: z.string() })).query(() => ({ kept: 'yes', dropped: 'yes' })),
  wrongOutput: noted.output(z.string()).query(() => 5 as never),
  changedContext: noted.use(withActor).query(({ ctx }) => ({ ...ctx, given: null })),
  changedTwice: noted
    .use(withActor)
    .use(({ ctx, next }) => next({ ctx: { was: ctx.actor, actor: null, more: true } }))
    .query(({ ctx }) => ({ ...ctx, given: null })),
  changedInput: noted
    .use(({ next }) => next({ input: { name: 'another' } } as never))
    .query(({ input }) => ({ input })),
  noInput: text.use(({ next }) => next({ input: undefined } as never)).query(({ input }) => ({ input })),
  changedRawInput: noted
    .use(({ next }) => next({ getRawInput: async () => ({ name: 'read anew' }) } as never))
    .input(z.object({ name: z.string() }))
    .query(({ input }) => input),
  readsRawInput: noted
    .use(async ({ getRawInput, next }) => {
      await getRawInput()
      return next()
    })
    .query(() => 'read'),
  joined: noted.concat(t.procedure.use(withActor)).query(({ ctx }) => ctx.actor),
  twice: noted
    .use(async ({ next }) => {
      await next()
      return next({ ctx: { actor: 'second' } })
    })
    .use(({ ctx, next }) => {
      ctx.given.push(ctx.actor)
      return next()
    })
    .query(({ ctx }) => ctx.actor),
  seesFailure: noted
    .use(async ({ ctx, next }) => {
      const result = await next()
      ctx.given.push(result.ok || [result.error.code, result.error.message])
      return result
    })
    .query(() => {
      throw new RangeError('too far')
    }),
  recovers: noted
    .use(async ({ next }) => {
      const result = await next()
      return result.ok ? result : next({ ctx: { actor: 'saved' } })
    })
    .query(({ ctx }) => {
      if (!ctx.actor) throw new Error('nobody')
      return ctx.actor
    }),
  throws: fails(() => {
    throw new TypeError('it broke')
  }),
  throwsText: fails(() => {
    throw 'text'
  }),
  throwsNothing: fails(() => {
    throw undefined
  }),
  answersNothing: noted.use((async () => undefined) as never).query(() => 'never'),
  ownCaller: t.procedure
    .experimental_caller(async ({ args, invoke }) => ['called', await invoke(args[0] as never)])
    .query(() => 'by itself') as unknown as AnyTRPCProcedure,
}

async function outcomeOf(run: (call: CallOfProcedure) => Promise<unknown>, type: string) {
  const ctx: Context = { actor: null, given: [] }
  const call: CallOfProcedure = {
    path: 'some.path',
    getRawInput: async () => ({ name: ' a name ', age: 5 }),
    ctx,
    type: type as CallOfProcedure['type'],
    signal: undefined,
    batchIndex: 2,
  }
  const answer = await run(call).then(
    (data) => ({ data }),
    ({ name, code, message, cause }) => ({ name, code, message, cause: String(cause) }),
  )
  return { answer, given: ctx.given.map((given) => withoutFunctions(given)), left: { ...ctx, given: null } }
}

// Functions differ, and which of them are there does not.
const withoutFunctions = (given: unknown): unknown =>
  JSON.parse(
    JSON.stringify(given, (_, value) => (typeof value === 'function' ? 'a function' : (value ?? null))),
  )

test.each(Object.entries(procedures))('%s runs as by tRPC itself', async (_, procedure) => {
  const { type } = procedure._def
  const expected = await outcomeOf((call) => procedure(call), type)
  expect(await outcomeOf((call) => runProcedure(procedure, call), type)).toEqual(expected)
})

test('it runs the middlewares itself, wherever tRPC lets it', async () => {
  const outside = Object.assign(() => Promise.reject(new Error('tRPC was asked')), {
    _def: procedures.plain?._def,
  })
  const { answer } = await outcomeOf(
    (call) => runProcedure(outside as unknown as AnyTRPCProcedure, call),
    'query',
  )
  expect(answer).toEqual({ data: { actor: null, path: 'some.path', input: undefined, signal: undefined } })
})
