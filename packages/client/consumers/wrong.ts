// Each line below the dashes is wrong, and refused by the compiler.
import { isTRPCClientError } from '@trpc/client'
import { createGatehouseClient } from 'gatehouse-client'
import type { AppRouter } from 'gatehouse-client/router'

const gatehouse = createGatehouseClient({ url: 'http://localhost:3000' })
const error: unknown = null
const data = isTRPCClientError<AppRouter>(error) ? error.data : null
const { user } = await gatehouse.users.me.query()
// ---
gatehouse.users.everybody.query()
gatehouse.users.me.mutate()
gatehouse.users.ban.mutate({ id: 'a', reason: 'Spam' })
gatehouse.users.list.query({ role: 'owner' })
user.createdAt.getTime()
data?.reason?.kind === 'limits'
createGatehouseClient({ url: 'http://localhost:3000', auth: { password: 'secret' } })
