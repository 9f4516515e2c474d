import { maxPictureBytes } from '#shared/pictures.ts'

/** So large that it is sharp at twice the largest size at which we show it. */
const side = 256

// Not every browser writes WebP; it then says that it wrote something else.
const encodings = [
  ['image/webp', 0.9],
  ['image/jpeg', 0.9],
  ['image/jpeg', 0.6],
] as const

/** The middle of a picture as a small square, turned as it was taken. Throws for what the browser cannot read. */
export async function squarePicture(file: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const { width, height } = bitmap
  const cut = Math.min(width, height)
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = contextOf(canvas)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side)
  bitmap.close()
  return canvas
}

/** The picture in base64, in as few bytes as the server takes. What else was in the file, such as a place, is not. */
export async function encodePicture(canvas: HTMLCanvasElement): Promise<string> {
  for (const [type, quality] of encodings) {
    // JPEG knows nothing that is transparent, and would make it black.
    if (type === 'image/jpeg') paintBehind(canvas)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
    if (blob?.type === type && blob.size <= maxPictureBytes) return toBase64(blob)
  }
  throw new Error('The browser wrote no picture that is small enough.')
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser draws no pictures.')
  return context
}

function paintBehind(canvas: HTMLCanvasElement): void {
  const context = contextOf(canvas)
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
}

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
