import { useState } from 'react'

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
}

/** Which columns of a list the reader wants to see; kept in this browser. */
export function useColumnChoice({ list, columns, hiddenAtFirst = [] }: Options) {
  const [hidden, setHidden] = useState(() => read(list, hiddenAtFirst))
  const toggle = (id: string) => {
    const next = hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id]
    setHidden(next)
    try {
      localStorage.setItem(storageKey(list), JSON.stringify(next))
    } catch {
      // Then the choice holds for this page.
    }
  }
  return { columns, hidden, toggle }
}
export type ColumnChoice = ReturnType<typeof useColumnChoice>
