import { useEffect, useRef, useState } from 'react'
import { type Failure, toFailure } from '../../../lib/api/failure.ts'

/** What came of one row; `failure` null: done. */
export interface WorkResult {
  id: string
  name: string
  failure: Failure | null
}

export interface WorkState {
  total: number
  results: readonly WorkResult[]
  /** `stopping` until the call that is under way has answered. */
  phase: 'running' | 'stopping' | 'stopped' | 'finished'
}

interface Rows<Item> {
  items: readonly Item[]
  nameOf: (item: Item) => { id: string; name: string }
  onEnd?: (results: readonly WorkResult[]) => void
}

interface Start<Item> extends Rows<Item> {
  /** Does one row; what it throws is that row's result. */
  act: (item: Item) => Promise<unknown>
}

interface StartBatches<Item> extends Rows<Item> {
  /** How many rows travel in one call. */
  size: number
  /** Does them and answers what came of each, in their order; what it throws is the result of each. */
  act: (batch: readonly Item[]) => Promise<readonly (Failure | null)[]>
}

/** Long work, call after call: how far it is, what came of each row, and a way to stop it between two calls. */
export function useWork() {
  const [state, setState] = useState<WorkState | null>(null)
  const stopped = useRef(false)
  useEffect(
    () => () => {
      stopped.current = true
    },
    [],
  )

  const startBatches = async <Item>({ items, nameOf, size, act, onEnd }: StartBatches<Item>) => {
    stopped.current = false
    const results: WorkResult[] = []
    setState({ total: items.length, results, phase: 'running' })
    for (let from = 0; from < items.length && !stopped.current; from += size) {
      const batch = items.slice(from, from + size)
      const failures = await act(batch).catch((error: unknown) => batch.map(() => toFailure(error)))
      batch.forEach((item, index) => {
        results.push({ ...nameOf(item), failure: failures[index] ?? null })
      })
      const phase = stopped.current ? 'stopping' : 'running'
      setState({ total: items.length, results: [...results], phase })
    }
    const phase = results.length < items.length ? 'stopped' : 'finished'
    setState({ total: items.length, results: [...results], phase })
    onEnd?.(results)
  }
  const start = <Item>({ act, ...rows }: Start<Item>) =>
    startBatches({
      ...rows,
      size: 1,
      act: async (batch) => {
        await Promise.all(batch.map(act))
        return []
      },
    })
  return {
    state,
    start,
    startBatches,
    stop: () => {
      stopped.current = true
      setState((before) => before && { ...before, phase: 'stopping' })
    },
    clear: () => setState(null),
  }
}
export type Work = ReturnType<typeof useWork>
