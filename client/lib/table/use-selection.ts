import { useMemo, useState } from 'react'
import { extent, keepListed, nothingSelected, toggleAll, toggleOne, toggleRange } from './selection.ts'

/** The chosen rows of a list; `rows` are the ids of what is loaded, in their order. */
export function useSelection(rows: readonly string[]) {
  const [kept, setKept] = useState(nothingSelected)
  const selected = useMemo(() => keepListed(kept, rows), [kept, rows])
  return {
    ids: selected.ids,
    extent: extent(selected, rows),
    toggle: (id: string, range: boolean) =>
      setKept(range ? toggleRange(selected, id, rows) : toggleOne(selected, id)),
    toggleAll: () => setKept(toggleAll(selected, rows)),
    choose: (ids: readonly string[]) => setKept({ ids: new Set(ids), anchor: null }),
    clear: () => setKept(nothingSelected),
  }
}
export type Selection = ReturnType<typeof useSelection>
