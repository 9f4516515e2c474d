import { useEffect, useRef, useState } from 'react'
import type { AuditProblem } from '#shared/audit/audit.ts'
import { type Failure, toFailure } from '../../lib/api/failure.ts'
import { trpc } from '../../lib/api/trpc.ts'

export interface Verification {
  phase: 'running' | 'stopped' | 'finished' | 'failed'
  /** Rows that were found to be right. */
  checked: number
  /** The place that was reached in the chain, and its end. */
  position: number
  end: number
  problem: AuditProblem | null
  failure: Failure | null
}

const begun: Verification = {
  phase: 'running',
  checked: 0,
  position: 0,
  end: 0,
  problem: null,
  failure: null,
}

/** Checks the log in steps, each as many rows as the server reads in one call; it can be stopped between two. */
export function useVerification() {
  const { client } = trpc.useUtils()
  const [state, setState] = useState<Verification | null>(null)
  const stopped = useRef(false)
  useEffect(
    () => () => {
      stopped.current = true
    },
    [],
  )

  const run = async () => {
    let now = { ...begun, end: (await client.audit.head.query()).position }
    setState(now)
    for (let after: { position: number; chain: string } | null | undefined; after !== null; ) {
      const step = await client.audit.verify.query(after ? { after } : {})
      after = step.next
      now = {
        ...now,
        checked: now.checked + step.sealed + step.unsealed,
        position: step.next?.position ?? now.end,
        problem: step.problem,
      }
      if (stopped.current && after) return setState({ ...now, phase: 'stopped' })
      setState(now)
    }
    setState({ ...now, phase: 'finished' })
  }
  const start = () => {
    stopped.current = false
    setState(begun)
    run().catch((error) =>
      setState((before) => ({ ...(before ?? begun), phase: 'failed', failure: toFailure(error) })),
    )
  }
  const stop = () => {
    stopped.current = true
  }
  return { state, start, stop }
}
