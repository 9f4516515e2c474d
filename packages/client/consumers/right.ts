import { isTRPCClientError } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createGatehouseClient } from 'gatehouse-client'
import type { AppRouter, ErrorReason } from 'gatehouse-client/router'

const gatehouse = createGatehouseClient({
  url: 'http://localhost:3000',
  auth: { cookie: async () => 'name=value' },
})

const { user } = await gatehouse.users.me.query()
const page = await gatehouse.users.list.query({ search: user.name, role: 'admin' })
export const createdAt: string | undefined = page.items[0]?.createdAt
export const next: string | null = page.nextCursor
await gatehouse.users.list.query({ cursor: page.nextCursor ?? undefined })
await gatehouse.users.ban.mutate({ id: user.id, reason: 'Spam', until: null })
gatehouse.users.export.subscribe({}, { onData: ({ id, data }) => console.log(id, data.csv.length) })
gatehouse.live.stream.subscribe(undefined, { onData: (event) => console.log(event) })

export type Me = inferRouterOutputs<AppRouter>['users']['me']['user']
export const role: Me['role'] = 'moderator'
export const ban: inferRouterInputs<AppRouter>['users']['ban'] = { id: 'a', reason: 'Spam', until: null }

export function reasonOf(error: unknown): ErrorReason | null {
  if (!isTRPCClientError<AppRouter>(error) || !error.data) return null
  const { reason, requestId, fieldErrors, httpStatus } = error.data
  if (reason?.kind === 'limit') console.log(reason.retryAfterMs.toFixed())
  console.log(requestId.length, fieldErrors?.name?.[0], httpStatus.toFixed())
  return reason
}
