import type { z } from 'zod'
import { appRouter } from '../trpc/app-router.ts'
import { authAliases, authEndpointName, authEndpoints } from './auth/auth-endpoints.ts'
import { clientCalls } from './auth/client-calls.ts'

export type Schema = z.ZodType

export interface Procedure {
  path: string
  type: 'query' | 'mutation' | 'subscription'
  inputs: Schema[]
}

/** Every procedure with the schemas that its input must pass. */
export const procedures: Procedure[] = Object.entries(
  // The router's type nests its procedures; at run time they stand here by their whole path.
  appRouter._def.procedures as unknown as Record<string, { _def: Omit<Procedure, 'path'> }>,
).map(([path, { _def }]) => ({ path, type: _def.type, inputs: _def.inputs }))

/** The schemas of everything that a caller can send, by where it is sent. */
export const everyInput: [string, Schema][] = [
  ...procedures.flatMap(({ path, inputs }) => inputs.map((input): [string, Schema] => [path, input])),
  ...authEndpoints.flatMap((endpoint) =>
    (['body', 'query'] as const).flatMap((part): [string, Schema][] =>
      endpoint[part] ? [[`${authEndpointName(endpoint)} ${part}`, endpoint[part]]] : [],
    ),
  ),
  ...clientCalls.map(({ method, path, body }): [string, Schema] => [`${method} /api/auth${path} body`, body]),
  ...Object.entries(authAliases).flatMap(([name, { body }]): [string, Schema][] =>
    body ? [[`${name} body`, body]] : [],
  ),
]

/** The schemas directly inside of one, by the place they have in its value; those of the same value by ''. */
export function schemasInside(schema: Schema): [string, Schema][] {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  return inside(def).map(([place, found]) => [place, found as Schema])
}

function inside(def: z.core.$ZodTypes['_zod']['def']): [string, z.core.$ZodType][] {
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape)
    case 'array':
      return [['0', def.element]]
    case 'record':
      return [
        ['key', def.keyType],
        ['value', def.valueType],
      ]
    case 'tuple':
      return def.items.map((item, index) => [String(index), item])
    case 'union':
      return def.options.map((option) => ['', option])
    case 'intersection':
      return [
        ['', def.left],
        ['', def.right],
      ]
    case 'pipe':
      // What comes out of the first part is as bounded as that, unless it is but a function.
      return [['', def.in._zod.def.type === 'transform' ? def.out : def.in]]
    case 'lazy':
      throw new Error('How deep a lazy schema goes has no bound that could be read from it.')
    default:
      return 'innerType' in def ? [['', def.innerType]] : []
  }
}
