import { maxPictureSide, type PictureType } from '#shared/pictures.ts'
import { AppError } from '../../errors.ts'

interface PictureHeader {
  type: PictureType
  width: number
  height: number
}

/**
 * What the bytes say that they are, whatever their sender says. Throws BAD_REQUEST unless they begin as a square PNG,
 * JPEG or WebP that a page can show without effort.
 */
export function readPictureType(bytes: Buffer): PictureType {
  const header = readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes)
  if (!header) throw refused('This is no PNG, JPEG or WebP.')
  const { type, width, height } = header
  if (width === height && width >= 1 && width <= maxPictureSide) return type
  throw refused(`A picture must be a square of at most ${maxPictureSide} pixels a side.`)
}

const refused = (message: string) =>
  new AppError('BAD_REQUEST', message, { fieldErrors: { picture: [message] } })

const textAt = (bytes: Buffer, offset: number, length: number) =>
  bytes.toString('latin1', offset, offset + length)

// https://www.w3.org/TR/png-3/#11IHDR: the first chunk has the size.
function readPng(bytes: Buffer): PictureHeader | null {
  if (bytes.length < 33 || textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(bytes, 12, 4) !== 'IHDR')
    return null
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

// ITU-T T.81, B.2.2: of the segments before the first scan, the one that begins the frame has the size.
function readJpeg(bytes: Buffer): PictureHeader | null {
  if (textAt(bytes, 0, 2) !== '\xff\xd8') return null
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (isFrame(marker)) {
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
    // A fill byte stands alone; every segment gives its length, its own two bytes included.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

const notFrames = [0xc4, 0xc8, 0xcc]
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !notFrames.includes(marker)

// https://developers.google.com/speed/webp/docs/riff_container: three kinds of first chunk, each with the size elsewhere.
function readWebp(bytes: Buffer): PictureHeader | null {
  if (bytes.length < 30 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return null
  const size = webpSizes[textAt(bytes, 12, 4)]?.(bytes)
  return size ? { type: 'image/webp', ...size } : null
}

type ReadSize = (bytes: Buffer) => Omit<PictureHeader, 'type'> | null

const webpSizes: Record<string, ReadSize> = {
  'VP8 ': (bytes) =>
    textAt(bytes, 23, 3) === '\x9d\x01\x2a'
      ? { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
      : null,
  VP8L: (bytes) => {
    const sizes = bytes.readUInt32LE(21)
    return bytes[20] === 0x2f ? { width: (sizes & 0x3fff) + 1, height: ((sizes >>> 14) & 0x3fff) + 1 } : null
  },
  VP8X: (bytes) => ({ width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }),
}
