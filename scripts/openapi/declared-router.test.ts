import { expect, test } from 'vitest'
import { readDeclaredRouter } from './declared-router.ts'

const declaration = `import type { TRPCBuiltRouter } from '@trpc/server'

type Query<Input, Output> = { input: Input; output: Output }

/** Every procedure. */
export type AppRouter = TRPCBuiltRouter<{ ctx: object }, {
  trees: {
    /** Finds a tree. It has to be there. */
    find: Query<{
      /** Of the tree. */
      id: string
      tags?: string[] | undefined
    } | undefined, Tree | null>
    cut: Query<void, void>
  }
}>

export type Tree = {
  name: string
  kind: 'oak' | 'birch' | null
  /** When it was planted. */
  plantedAt: string | null
  height?: number
  parts: Tree[]
  place: [number, string]
  byDay: { [key: string]: boolean }
  size: 1 | 'large'
  more: unknown
} & Named

export type Named = { 'two words': 1 }
`

test('types become schemas by their names, with the comments of their fields', () => {
  const { schemas, procedures } = readDeclaredRouter(declaration)
  expect([...procedures.keys()]).toEqual(['trees.find', 'trees.cut'])
  expect(procedures.get('trees.cut')).toEqual({ input: {}, answer: {}, doc: '' })
  expect(procedures.get('trees.find')).toEqual({
    doc: 'Finds a tree. It has to be there.',
    input: {
      type: 'object',
      properties: {
        id: { type: 'string', description: 'Of the tree.' },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['id'],
    },
    answer: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
  })
  expect(schemas.Named).toEqual({
    type: 'object',
    properties: { 'two words': { type: 'number', const: 1 } },
    required: ['two words'],
  })
  expect(schemas.Tree?.allOf?.[1]).toEqual({ $ref: '#/components/schemas/Named' })
  expect(schemas.Tree?.allOf?.[0]).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      kind: { type: ['string', 'null'], enum: ['oak', 'birch', null] },
      plantedAt: { type: ['string', 'null'], format: 'date-time', description: 'When it was planted.' },
      height: { type: 'number' },
      parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
      place: {
        type: 'array',
        prefixItems: [{ type: 'number' }, { type: 'string' }],
        items: false,
        minItems: 2,
      },
      byDay: { type: 'object', additionalProperties: { type: 'boolean' } },
      size: { type: ['number', 'string'], enum: [1, 'large'] },
      more: {},
    },
    required: ['name', 'kind', 'plantedAt', 'parts', 'place', 'byDay', 'size', 'more'],
  })
})

test('a declaration without a router is refused', () => {
  expect(() => readDeclaredRouter('export type Other = string')).toThrow('no AppRouter')
})
