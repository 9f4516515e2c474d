import { useMemo, useState } from 'react'

const storageKey = (list: string) => `gatehouse-columns-${list}`

function read(list: string, fallback: readonly string[]): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(list)) ?? 'null')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : fallback
  } catch {
    // Storage may be refused, or hold what another version wrote.
    return fallback
  }
}

interface Options {
  /** The list's name in this browser's storage. */
  list: string
  /** The columns that can be left out, with their words. */
  columns: Readonly<Record<string, string>>
  /** Those that are left out until the reader says otherwise. */
  hiddenAtFirst?: readonly string[]
  /** Those that the address leaves out, as `hiddenText` writes them: they beat what the browser keeps. */
  inAddress: string | undefined
  onAddress: (hidden: string) => void
}

const noneHidden = 'none'

/** The columns that are left out, as an address says them. */
export const hiddenText = (hidden: readonly string[]) => hidden.join(',') || noneHidden

/** Which columns of a list the reader wants to see; kept in this browser, unless the address says which. */
export function useColumnChoice(options: Options) {
  const { list, columns, hiddenAtFirst = [], inAddress, onAddress } = options
  const [kept, setKept] = useState(() => read(list, hiddenAtFirst))
  const hidden = useMemo(
    () => (inAddress === undefined ? kept : inAddress.split(',').filter((id) => id in columns)),
    [inAddress, kept, columns],
  )
  const toggle = (id: string) => {
    const next = hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id]
    if (inAddress !== undefined) return onAddress(hiddenText(next))
    setKept(next)
    try {
      localStorage.setItem(storageKey(list), JSON.stringify(next))
    } catch {
      // Then the choice holds for this page.
    }
  }
  return { columns, hidden, toggle }
}
export type ColumnChoice = ReturnType<typeof useColumnChoice>
