import { redirect } from '@tanstack/react-router'
import { hasPermission, type Permission } from '#shared/roles/roles.ts'
import { isSignedOut, toFailure } from '../lib/api/failure.ts'
import type { TrpcQueries } from '../lib/api/trpc.ts'

/** Lets the signed-in pass and leads everybody else to sign-in and back. An outage is thrown as it is. */
export async function requireSession(options: { queries: TrpcQueries; href: string }) {
  try {
    return await options.queries.users.me.ensureData()
  } catch (error) {
    if (!isSignedOut(toFailure(error))) throw error
    throw redirect({ to: '/login', search: { next: options.href } })
  }
}

/** Lets pass whose role holds the permission. The server decides by the same table. */
export async function requirePermission(options: { queries: TrpcQueries; permission: Permission }) {
  const { user } = await options.queries.users.me.ensureData()
  // Instead of any page they see that they wait.
  if (user.pending) return
  if (!hasPermission(user.role, options.permission)) throw redirect({ to: '/unauthorized' })
}
