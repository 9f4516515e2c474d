import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'
import { usePrinted } from '../browser/use-printed.ts'

// Below that many the browser lays all rows out as fast; a first page of fifty it does not, letter by letter of a search.
const fromRows = 40

interface Options {
  count: number
  /** The height of a row that was not measured yet, in pixels. */
  rowHeight: number
  /** What the rows lie in; the window scrolls it. */
  frame: RefObject<HTMLElement | null>
}

// Drawn before the browser has said how much is in sight.
const firstRows = 40

/** The rows of a long list that are in sight, and the room that the others would take before and after them. */
export function useVirtualRows({ count, rowHeight, frame }: Options) {
  const printed = usePrinted()
  const virtual = count > fromRows && !printed
  const [top, setTop] = useState(0)
  // What stands above the list may have changed with any render.
  useLayoutEffect(() => {
    if (frame.current) setTop(frame.current.getBoundingClientRect().top + window.scrollY)
  })
  // It watches short lists too: one that grows long while it is scrolled must not begin anew.
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    useFlushSync: false,
  })
  const items = virtual ? virtualizer.getVirtualItems() : []
  const [first, last] = [items[0], items.at(-1)]
  const shown = virtual ? Math.min(count, firstRows) : count
  return {
    virtual,
    indexes: first ? items.map(({ index }) => index) : Array.from({ length: shown }, (_, index) => index),
    roomBefore: first ? first.start - top : 0,
    roomAfter: last ? virtualizer.getTotalSize() - (last.end - top) : (count - shown) * rowHeight,
    measure: virtual ? virtualizer.measureElement : undefined,
    // Once: the virtualizer's own way goes on correcting, against what the focus and new rows do to the page.
    scrollTo: (index: number) => {
      const [offset] = virtualizer.getOffsetForIndex(index, 'center') ?? []
      if (offset !== undefined) window.scrollTo({ top: offset })
    },
    /** The last row in sight. */
    end: last?.index ?? shown - 1,
  }
}
