import { expect, test } from 'vitest'
import { z } from 'zod'
import { wholeNumber } from '#shared/text/number.ts'
import { line } from '#shared/text/text.ts'
import { controlFor } from './value-control.ts'

test('a number, a text, a yes or no and a choice have a control', () => {
  expect(controlFor(wholeNumber({ min: 1, max: 7 }))).toEqual({ kind: 'number' })
  expect(controlFor(line({ min: 1, max: 7 }))).toEqual({ kind: 'text' })
  expect(controlFor(z.boolean())).toEqual({ kind: 'flag' })
  expect(controlFor(z.enum(['red', 'blue']))).toEqual({ kind: 'choice', values: ['red', 'blue'] })
})

test('what may be several things, or several of one, needs a form of its own', () => {
  for (const schema of [
    z.number().nullable(),
    z.array(z.string()),
    z.object({ a: z.string() }),
    z.literal(7),
  ])
    expect(controlFor(schema), schema.def.type).toBeNull()
})
