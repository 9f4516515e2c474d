import { createTRPCReact } from '@trpc/react-query'
import type { AppRouter } from 'gatehouse-client/router'

const trpc = createTRPCReact<AppRouter>()

export function People() {
  const { data, error } = trpc.users.list.useQuery({ status: 'active' })
  const ban = trpc.users.ban.useMutation()
  if (error) return <p>{error.data?.reason?.kind}</p>
  return data?.items.map(({ id, email }) => (
    <button key={id} type="button" onClick={() => ban.mutate({ id, reason: 'Spam', until: null })}>
      {email.toLowerCase()}
    </button>
  ))
}

export function Wrong() {
  // @ts-expect-error There is no such status.
  trpc.users.list.useQuery({ status: 'away' })
  // @ts-expect-error It changes something, and is no query.
  trpc.users.ban.useQuery({ id: 'a', reason: 'Spam', until: null })
}
