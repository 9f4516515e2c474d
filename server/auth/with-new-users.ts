import type { BetterAuthOptions, DBAdapter } from 'better-auth'
import type { NewUser } from '../service-context.ts'

type Adapter = DBAdapter<BetterAuthOptions>

/**
 * An adapter that says which user it made, in the transaction that makes them: Better Auth's own hook runs once that
 * has ended.
 */
export function withNewUsers(
  open: (options: BetterAuthOptions) => Adapter,
  created: (user: NewUser) => Promise<void>,
): (options: BetterAuthOptions) => Adapter {
  const telling = (create: Adapter['create']): Adapter['create'] =>
    (async (data) => {
      const row = await create(data)
      if (data.model === 'user') await created(row as unknown as NewUser)
      return row
    }) as Adapter['create']
  return (options) => {
    const adapter = open(options)
    return {
      ...adapter,
      create: ((data) =>
        data.model === 'user'
          ? adapter.transaction((inside) => telling(inside.create)(data))
          : adapter.create(data)) as Adapter['create'],
      transaction: (run) =>
        adapter.transaction((inside) => run({ ...inside, create: telling(inside.create) })),
    }
  }
}
