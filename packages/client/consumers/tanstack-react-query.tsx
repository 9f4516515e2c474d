import { useMutation, useQuery } from '@tanstack/react-query'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from 'gatehouse-client/router'

const { useTRPC } = createTRPCContext<AppRouter>()

export function People() {
  const trpc = useTRPC()
  const { data, error } = useQuery(trpc.users.list.queryOptions({ status: 'active' }))
  const ban = useMutation(trpc.users.ban.mutationOptions())
  if (error) return <p>{error.data?.reason?.kind}</p>
  return data?.items.map(({ id, email }) => (
    <button key={id} type="button" onClick={() => ban.mutate({ id, reason: 'Spam', until: null })}>
      {email.toLowerCase()}
    </button>
  ))
}

export function Wrong() {
  const trpc = useTRPC()
  // @ts-expect-error There is no such status.
  useQuery(trpc.users.list.queryOptions({ status: 'away' }))
  // @ts-expect-error It changes something, and is no query.
  useQuery(trpc.users.ban.queryOptions({ id: 'a', reason: 'Spam', until: null }))
}
