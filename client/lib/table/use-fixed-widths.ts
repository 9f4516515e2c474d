import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

interface Options {
  /** What the table lies in. */
  frame: RefObject<HTMLElement | null>
  active: boolean
  /** The columns; others are measured anew. */
  columns: string
}

// Later rows may say a little more than the first ones.
const roomPx = 20

/**
 * The widths of a table's columns as the browser found them for the first rows, in pixels: a long list that draws
 * only what is in sight would otherwise change them while it scrolls. Null while they are being found. The column
 * of the name takes what these leave.
 */
export function useFixedWidths({ frame, active, columns }: Options): readonly number[] | null {
  const room = useWidth(frame)
  const [found, setFound] = useState<{ for: string; widths: number[] } | null>(null)
  const now = `${columns}/${room}`
  // With each render until there are rows to measure by.
  useLayoutEffect(() => {
    if (!active || found?.for === now || !frame.current?.querySelector('tr[data-index]')) return
    const cells = frame.current.querySelectorAll<HTMLElement>('thead th')
    setFound({ for: now, widths: [...cells].map((cell) => cell.offsetWidth + roomPx) })
  })
  return active && found?.for === now ? found.widths : null
}

function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!frame.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [frame])
  return width
}
