import { useRouterState } from '@tanstack/react-router'
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'

// By the entry of the browser's history: which row had the focus when it was left.
const focusedRows = new Map<string, string>()

interface Options<Row> {
  /** What the rows lie in, each with its `data-index`. */
  frame: RefObject<HTMLElement | null>
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** Gives the focus to a row that may not be on the page yet. */
  focusRow: (index: number) => void
}

/** Gives the row its focus back that had it when the reader left this entry of the history, once it is listed. */
export function useRowMemory<Row>({ frame, rows, rowId, focusRow }: Options<Row>) {
  const entry = useRouterState({ select: ({ location }) => location.state.__TSR_key ?? location.href })
  const restored = useRef('')

  const remember = useEffectEvent((element: Element | null) => {
    const index = element?.closest<HTMLElement>('tr[data-index]')?.dataset.index
    const row = index === undefined ? undefined : rows[Number(index)]
    if (row) focusedRows.set(entry, rowId(row))
  })
  const restore = useEffectEvent(() => {
    const id = focusedRows.get(entry)
    const index = rows.findIndex((row) => rowId(row) === id)
    if (index !== -1 && nothingHasFocus()) focusRow(index)
  })

  const listed = rows.length > 0
  useEffect(() => {
    if (!listed || restored.current === entry) return
    restored.current = entry
    // What the list writes into the address makes another entry of it, and the row keeps the focus.
    if (frame.current?.contains(document.activeElement)) return remember(document.activeElement)
    // Once the frame has given the focus to the new page.
    const asked = requestAnimationFrame(() => restore())
    return () => cancelAnimationFrame(asked)
  }, [entry, listed, frame])

  useEffect(() => {
    const list = frame.current
    const onFocus = ({ target }: FocusEvent) => remember(target as Element)
    list?.addEventListener('focusin', onFocus)
    return () => list?.removeEventListener('focusin', onFocus)
  }, [frame])
}

const nothingHasFocus = () =>
  document.activeElement === document.body || document.activeElement?.id === 'content'
