import { expect, test } from 'vitest'
import { periodBetween, periodBounds, periodParam } from './period-param.ts'

test('a period is days until now, never, or from one day to another', () => {
  expect(periodBounds('30')).toMatchObject({ days: 30, from: undefined, to: undefined })
  expect(periodBounds('never')).toMatchObject({ never: true })
  const { from, to } = periodBounds(periodBetween({ from: '2026-01-31', to: '2026-02-01' }))
  expect(new Date(from ?? '')).toEqual(new Date(2026, 0, 31))
  expect(new Date(to ?? '')).toEqual(new Date(2026, 1, 2))
  expect(periodBounds('2026-01-31..').to).toBeUndefined()
  expect(periodBounds('..2026-02-01').from).toBeUndefined()
})

test('anything else counts as not given', () => {
  for (const created of [
    '8',
    'Never',
    '2026-13-01..',
    'x..y',
    '..2026-01-01..',
    '1969-01-01..',
    '2026-01-01',
  ])
    expect(periodParam({ created }, 'created'), created).toBeUndefined()
  expect(periodParam({ created: '..' }, 'created')).toBe('..')
})
