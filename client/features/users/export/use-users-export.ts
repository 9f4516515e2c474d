import { useEffect, useRef, useState } from 'react'
import type { ExportUsersInput } from '#shared/users.ts'
import { type Failure, toFailure } from '../../../lib/api/failure.ts'
import { createStreamApi } from '../../../lib/api/stream-api.ts'
import { saveFile } from '../../../lib/browser/save-file.ts'

/** Which users, in which order. */
export type ExportFilter = Omit<ExportUsersInput, 'lastEventId'>

export interface ExportState {
  phase: 'running' | 'done' | 'stopped' | 'failed'
  rows: number
  /** Null until the server has counted. */
  total: number | null
  totalCapped: boolean
  failure: Failure | null
}

const begun: ExportState = { phase: 'running', rows: 0, total: null, totalCapped: false, failure: null }
const nameOf = (now: Date) => `users-${now.toISOString().slice(0, 10)}.csv`

/** Streams the users of a filter into a file; a stream that breaks goes on where it was. */
export function useUsersExport() {
  const [state, setState] = useState<ExportState | null>(null)
  const [api] = useState(createStreamApi)
  const pieces = useRef<string[]>([])
  const stream = useRef<{ unsubscribe(): void }>(null)
  useEffect(() => () => stream.current?.unsubscribe(), [])

  const save = () => saveFile(nameOf(new Date()), 'text/csv', pieces.current)
  const end = (phase: ExportState['phase'], failure: Failure | null = null) => {
    stream.current?.unsubscribe()
    stream.current = null
    setState((before) => before && { ...before, phase, failure })
  }
  const start = (input: ExportFilter) => {
    pieces.current = []
    setState(begun)
    stream.current = api.users.export.subscribe(input, {
      onData: ({ data: { csv, rows, total, totalCapped } }) => {
        pieces.current.push(csv)
        setState({ ...begun, rows, total, totalCapped })
      },
      onComplete: () => {
        end('done')
        save()
      },
      onError: (error) => end('failed', toFailure(error)),
    })
  }
  return { state, start, save, stop: () => end('stopped') }
}
