import { useEffect, useRef, useState } from 'react'
import type { AuditFilter } from '#shared/audit/audit.ts'
import { type Failure, toFailure } from '../../lib/api/failure.ts'
import { createStreamApi } from '../../lib/api/stream-api.ts'

export interface AuditExport {
  phase: 'running' | 'stopped' | 'finished' | 'failed'
  rows: number
  failure: Failure | null
}

const begun: AuditExport = { phase: 'running', rows: 0, failure: null }

/** Gathers the pieces of a CSV file as they come; `onFile` has all of them. A stream that breaks goes on by itself. */
export function useAuditExport(onFile: (parts: readonly string[]) => void) {
  const [api] = useState(createStreamApi)
  const [state, setState] = useState<AuditExport | null>(null)
  const stream = useRef<{ unsubscribe(): void }>(null)
  useEffect(() => () => stream.current?.unsubscribe(), [])

  const start = (filter: AuditFilter) => {
    const parts: string[] = []
    setState(begun)
    stream.current = api.audit.export.subscribe(filter, {
      onData: ({ data }) => {
        parts.push(data.csv)
        setState({ ...begun, rows: data.rows })
      },
      onError: (error) =>
        setState((before) => ({ ...(before ?? begun), phase: 'failed', failure: toFailure(error) })),
      onComplete: () => {
        setState((before) => ({ ...(before ?? begun), phase: 'finished' }))
        onFile(parts)
      },
    })
  }
  const stop = () => {
    stream.current?.unsubscribe()
    setState((before) => before && { ...before, phase: 'stopped' })
  }
  return { state, start, stop }
}
