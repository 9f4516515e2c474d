import type { BetterAuthOptions, DBAdapter } from 'better-auth'
import { isDatabaseAway } from '../errors.ts'
import { noteFacts } from './auth-facts.ts'

type OpenAdapter = (options: BetterAuthOptions) => DBAdapter<BetterAuthOptions>

/** An adapter that notes each outage it meets, since Better Auth hides why it failed. */
export function withNotedOutages(open: OpenAdapter): OpenAdapter {
  return (options) => new Proxy(open(options), { get: (adapter, name) => noting(Reflect.get(adapter, name)) })
}

function noting(member: unknown): unknown {
  if (typeof member !== 'function') return member
  return (...parameters: unknown[]) => {
    const result: unknown = member(...parameters)
    if (result instanceof Promise) result.catch(noteOutage)
    return result
  }
}

function noteOutage(error: unknown): void {
  if (isDatabaseAway(error)) noteFacts({ outage: error })
}
