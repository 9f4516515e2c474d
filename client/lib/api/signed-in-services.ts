import type { QueryClient } from '@tanstack/react-query'
import { type ApiClient, createApiClient } from './api-client.ts'
import { createQueryClient } from './query-client.ts'
import type { SignOutReason } from './sign-out-reason.ts'
import { createTrpcQueries, type TrpcQueries } from './trpc.ts'
import { takeWrittenCaller } from './written-caller.ts'

/** What pages inside have and pages outside do without: the client, the cache and the queries of the signed-in user. */
export interface SignedInServices {
  client: ApiClient
  queryClient: QueryClient
  queries: TrpcQueries
  /** Says beforehand why the next call will find that the session has ended. */
  noteEnd: (reason: SignOutReason) => void
}

export interface SignedInServicesOptions {
  /** Runs when a call finds that the session has ended, and why when that is known. */
  onSignedOut: (reason: SignOutReason) => void
}

// A call may find that the session has ended before the stream has said why.
const wordWithinMs = 500

/** An empty cache and the queries that fill it. */
export function createSignedInServices({ onSignedOut }: SignedInServicesOptions): SignedInServices {
  let end: SignOutReason | null = null
  const leave = () => onSignedOut(end ?? 'ended')
  const queryClient = createQueryClient({
    onSignedOut: () => (end ? leave() : setTimeout(leave, wordWithinMs)),
  })
  const client = createApiClient()
  const noteEnd = (reason: SignOutReason) => {
    end = reason
  }
  const queries = createTrpcQueries({ client, queryClient })
  queries.users.me.setData(undefined, takeWrittenCaller())
  return { client, queryClient, queries, noteEnd }
}
