import { expect, test } from 'vitest'
import { drawMark } from './mail-mark.ts'

test('a mark is drawn by cells as wide and high as what it joins', () => {
  const cells = [...drawMark(['# ##', '# ##', '####'], '#123456').matchAll(/<td([^>]*)><\/td>/g)].map(
    ([, attributes = '']) => [
      attributes.includes('class="mark"') && attributes.includes('background-color:#123456'),
      /width="(\d+)" height="(\d+)"/.exec(attributes)?.slice(1).map(Number),
    ],
  )
  expect(cells).toEqual([
    [true, [2, 4]],
    [false, [2, 4]],
    [true, [4, 4]],
    [true, [8, 2]],
  ])
  expect(drawMark([], '#123456')).toBe('')
})
