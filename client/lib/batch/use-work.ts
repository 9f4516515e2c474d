import { useEffect, useRef, useState } from 'react'
import { type EachResult, errorStatus } from '#shared/errors.ts'
import { type Failure, toFailure, waitMs } from '../api/failure.ts'

/** What came of one of many; `failure` null: done, or nothing to do. */
export interface WorkResult {
  id: string
  name: string
  failure: Failure | null
  changed: boolean
  /** What is said of one that is done, if there is a better word. */
  done?: string
}

/** The answer of an act on many for one of them. */
export function toWorkResult(result: EachResult, name: string): WorkResult {
  const { id } = result
  if (result.ok) return { id, name, failure: null, changed: result.changed }
  const { code, message, reason } = result
  const failure = { status: errorStatus[code], code, message, reason, fieldErrors: null, requestId: null }
  return { id, name, failure, changed: false }
}

export interface WorkState {
  total: number
  results: readonly WorkResult[]
  /** `waiting` for a limit; `stopping` until the call that is under way has answered. */
  phase: 'running' | 'waiting' | 'stopping' | 'stopped' | 'finished'
  /** What stopped it, if nobody did. */
  failure: Failure | null
}

interface Job {
  /** Of how many it will be. */
  total: number
  /** Does the next ones and says whether there are more; what it throws stops the work, and it is called again to go on. */
  step: () => Promise<{ results: readonly WorkResult[]; more: boolean }>
  onEnd?: () => void
}

/** Long work, call after call: how far it is, what came of each, a way to stop it between two calls, and to go on. */
export function useWork() {
  const [state, setState] = useState<WorkState | null>(null)
  const job = useRef<Job>(null)
  const stopped = useRef(false)
  const wake = useRef<() => void>(null)
  const stop = () => {
    stopped.current = true
    wake.current?.()
    setState((before) => before && { ...before, phase: 'stopping' })
  }
  useEffect(
    () => () => {
      stopped.current = true
    },
    [],
  )

  const show = (change: Partial<WorkState>) => setState((before) => before && { ...before, ...change })
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      wake.current = resolve
      setTimeout(resolve, ms)
    })

  // Answers how it ended: null while it goes on.
  const takeStep = async ({ step }: Job): Promise<Partial<WorkState> | null> => {
    try {
      const { results, more } = await step()
      setState((before) => before && { ...before, results: [...before.results, ...results] })
      return more ? null : { phase: 'finished' }
    } catch (error) {
      const failure = toFailure(error)
      const ms = waitMs(failure)
      if (ms === null) return { phase: 'stopped', failure }
      if (!stopped.current) show({ phase: 'waiting' })
      await wait(ms)
      return null
    }
  }
  const run = async () => {
    const current = job.current
    if (!current) return
    stopped.current = false
    let end: Partial<WorkState> | null = null
    while (!end) {
      if (stopped.current) end = { phase: 'stopped' }
      else {
        show({ phase: 'running', failure: null })
        end = await takeStep(current)
      }
    }
    show(end)
    current.onEnd?.()
  }
  const start = (next: Job) => {
    job.current = next
    setState({ total: next.total, results: [], phase: 'running', failure: null })
    return run()
  }
  return { state, start, goOn: run, stop, clear: () => setState(null) }
}
export type Work = ReturnType<typeof useWork>
