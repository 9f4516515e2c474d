import { useState } from 'react'

const storageKey = 'gatehouse-checklist'

/** What there is to do on a new server. */
export const checklistItems = ['mail', 'signUp', 'invite', 'secondFactor'] as const
export type ChecklistItem = (typeof checklistItems)[number]

function read(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored : []
  } catch {
    // Storage may be refused, or hold what another version wrote.
    return []
  }
}

/** What the reader has settled, since it is done or not wanted; kept in this browser. */
export function useChecklistChoice() {
  const [settled, setSettled] = useState(read)
  const settle = (items: readonly ChecklistItem[]) => {
    const next = [...new Set([...settled, ...items])]
    setSettled(next)
    try {
      localStorage.setItem(storageKey, JSON.stringify(next))
    } catch {
      // Then it holds for this page.
    }
  }
  return { open: checklistItems.filter((item) => !settled.includes(item)), settle }
}
