import { type AnyTRPCProcedure, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'

/** A call of a procedure, as tRPC itself makes it. */
export interface CallOfProcedure {
  path: string
  getRawInput(): Promise<unknown>
  ctx: unknown
  type: 'query' | 'mutation' | 'subscription'
  signal: AbortSignal | undefined
  batchIndex: number
}

/** What a procedure is made of: what was `use`d, what checks its input, and last its resolver. */
interface Built {
  middlewares?: readonly Middleware[]
  meta: unknown
  experimental_caller: boolean
}
type Middleware = (
  given: Given & { meta: unknown; next(changed?: Changed): Promise<Result> },
) => Promise<Result>
type Given = CallOfProcedure & { input: unknown }
type Changed = Partial<Pick<Given, 'ctx' | 'input' | 'getRawInput'>>
type Result = { ok: true; data: unknown } | { ok: false; error: TRPCError } | undefined

/**
 * What the procedure answers, or throws. Runs its middlewares just as tRPC does, which hands to each of them copies that it
 * makes property by property, of the context as well: that is most of what tRPC costs a call.
 */
export async function runProcedure(procedure: AnyTRPCProcedure, call: CallOfProcedure): Promise<unknown> {
  const built = procedure._def as unknown as Built
  // What has a caller of its own decides itself how it is run.
  if (!built.middlewares || built.experimental_caller) return procedure(call)
  const result = await run(built, 0, { ...call, input: undefined })
  if (!result) {
    const message = 'No result from middlewares - did you forget to `return next()`?'
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message })
  }
  if (!result.ok) throw result.error
  return result.data
}

async function run(built: Built, index: number, given: Given): Promise<Result> {
  try {
    const middleware = built.middlewares?.[index] as Middleware
    const next = (changed?: Changed) => run(built, index + 1, changed ? change(given, changed) : given)
    return await middleware({ ...given, meta: built.meta, next })
  } catch (cause) {
    return { ok: false, error: getTRPCErrorFromUnknown(cause) }
  }
}

function change(given: Given, changed: Changed): Given {
  return {
    ...given,
    ctx: changed.ctx ? { ...(given.ctx as object), ...changed.ctx } : given.ctx,
    input: 'input' in changed ? changed.input : given.input,
    getRawInput: changed.getRawInput ?? given.getRawInput,
  }
}
