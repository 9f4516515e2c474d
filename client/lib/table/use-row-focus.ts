import { type KeyboardEvent, type RefObject, useLayoutEffect, useState } from 'react'

interface Options {
  /** What the rows lie in, each with its `data-index`. */
  frame: RefObject<HTMLElement | null>
  count: number
  /** Brings a row into sight that may not be on the page yet. */
  scrollTo: (index: number) => void
}

const steps: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** One row of a list is reached by the Tab key; from there the arrows lead to the others. */
export function useRowFocus({ frame, count, scrollTo }: Options) {
  const [current, setCurrent] = useState(0)
  const [wanted, setWanted] = useState<number | null>(null)
  // A row far away is drawn a moment after it was scrolled to, so each render looks again. Before the paint: the row
  // that has the focus may be gone with the same render, and the next key with it.
  useLayoutEffect(() => {
    if (wanted === null) return
    // The list has become shorter meanwhile.
    if (wanted >= count) return setWanted(null)
    const row = frame.current?.querySelector<HTMLElement>(`tr[data-index="${wanted}"]`)
    if (!row) return scrollTo(wanted)
    row.focus()
    setWanted(null)
  })

  const focusRow = (index: number) => {
    setCurrent(index)
    setWanted(index)
  }
  const onKeyDown = (
    event: KeyboardEvent<HTMLElement>,
    act: (key: string, index: number, range: boolean) => boolean,
  ) => {
    const { target, key } = event
    // Only the row itself: what stands in it has its own keys.
    if (!(target instanceof HTMLElement) || target.dataset.index === undefined) return
    // The next key is for the row that is on its way, even before it is there.
    const index = wanted ?? Number(target.dataset.index)
    const next = steps[key]?.(index, count)
    if (next === undefined) {
      if (act(key, index, event.shiftKey)) event.preventDefault()
      return
    }
    event.preventDefault()
    if (next < 0 || next >= count) return
    focusRow(next)
  }
  return { current: Math.min(current, Math.max(0, count - 1)), onKeyDown, focusRow }
}
