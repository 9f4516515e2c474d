import { expect, test } from 'vitest'
import { maxPictureSide } from '#shared/pictures.ts'
import { makePng } from '#test/pictures.ts'
import { readPictureType } from './read-picture.ts'

// Squares of eight pixels, written by Chromium.
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AJgA/9k=',
  'base64',
)
const lossy = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoIAAgAB0CWJaQAA3AA/uGkAAA=', 'base64')
const lossless = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvB8ABAAfQqla1qv+BiOh/AAA=', 'base64')
const extended = (width: number, height: number) => {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1')
  bytes.writeUIntLE(width - 1, 24, 3)
  bytes.writeUIntLE(height - 1, 27, 3)
  return Buffer.concat([bytes, lossy.subarray(12)])
}
const changed = (bytes: Buffer, offset: number, value: number) => {
  const copy = Buffer.from(bytes)
  copy[offset] = value
  return copy
}

test.each([
  ['a PNG', makePng({ width: 8 }), 'image/png'],
  ['a PNG of the largest size', makePng({ width: maxPictureSide }), 'image/png'],
  ['a JPEG', jpeg, 'image/jpeg'],
  [
    'a JPEG with fill bytes',
    Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff]), jpeg.subarray(2)]),
    'image/jpeg',
  ],
  ['a lossy WebP', lossy, 'image/webp'],
  ['a lossless WebP', lossless, 'image/webp'],
  ['an extended WebP', extended(8, 8), 'image/webp'],
])('%s is what it is', (_, bytes, type) => {
  expect(readPictureType(bytes)).toBe(type)
})

const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
test.each([
  ['a PNG', makePng({ width: 8, height: 9 })],
  ['a PNG that is too large', makePng({ width: maxPictureSide + 1 })],
  ['a JPEG', changed(jpeg, frame + 6, 9)],
  ['a JPEG that is too large', changed(changed(jpeg, frame + 5, 3), frame + 7, 3)],
  ['a JPEG without a side', changed(changed(jpeg, frame + 6, 0), frame + 8, 0)],
  ['a lossy WebP', changed(lossy, 26, 9)],
  ['a lossless WebP', changed(lossless, 21, 8)],
  ['an extended WebP', extended(8, 9)],
  ['an extended WebP that is too large', extended(1 << 24, 1 << 24)],
])('%s of another shape is refused', (_, bytes) => {
  expect(() => readPictureType(bytes)).toThrow('A picture must be a square of at most 512 pixels a side.')
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(64))],
  ['a GIF', Buffer.from('GIF89a\x08\0\x08\0'.padEnd(64), 'latin1')],
  ['a cut PNG', makePng({ width: 8 }).subarray(0, 30)],
  ['a cut JPEG', jpeg.subarray(0, frame + 4)],
  ['a JPEG whose segment leads nowhere', changed(jpeg, 4, 0xff)],
  ['a JPEG whose segment has no length', changed(changed(jpeg, 4, 0), 5, 0)],
  ['a cut WebP', lossy.subarray(0, 28)],
  ['a WebP without its start code', changed(lossy, 23, 0)],
  ['a WebP of an unknown kind', changed(lossy, 15, 0x39)],
])('%s is no picture', (_, bytes) => {
  expect(() => readPictureType(bytes)).toThrow('This is no PNG, JPEG or WebP.')
})
