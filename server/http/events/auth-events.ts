import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { EventRecorder } from '../../audit/record/event-recorder.ts'
import type { AuthFacts, Person, Where } from '../../auth/auth-facts.ts'
import { readEmailChange } from '../../auth/credentials/email-change.ts'
import type { Database } from '../../database/database.ts'
import type { Actor } from '../../service-context.ts'
import { failures } from './auth-failures.ts'
import { type AuthOutcome, about, type Event, methodOf } from './auth-outcome.ts'
import { findPerson, subjectOf } from './find-person.ts'
import { answerJson } from './read-answer.ts'

export type AuthEvents = ReturnType<typeof createAuthEvents>

/** Writes what happened at `/api/auth` into the audit log, right after it happened. */
export function createAuthEvents(options: {
  db: Database
  record: EventRecorder
  /** Told when it cannot be found out what is to be written. */
  onError(error: unknown, requestId: string): void
}) {
  const { db, record, onError } = options
  const write = (event: Event, where: Where, caller: Actor | null) => {
    const { by, ...entry } = event
    const impersonator = caller?.impersonator ?? null
    return record({ ...entry, ...where, actor: by, impersonator })
  }
  const pending = new Set<Promise<void>>()
  async function writeAll(outcome: AuthOutcome, where: Where): Promise<void> {
    try {
      for (const event of await describe(db, outcome)) await write(event, where, outcome.caller)
    } catch (error) {
      onError(error, where.requestId)
    }
  }
  return {
    /** Writes the events of a request one after the other, oldest first. Never throws. */
    write(outcome: AuthOutcome, where: Where): Promise<void> {
      const written = writeAll(outcome, where).finally(() => pending.delete(written))
      pending.add(written)
      return written
    },
    /** Writes that wrong passwords or codes have locked an account. Never throws. */
    async writeLock(of: { email: string; method: string; until: Date }, where: Where): Promise<void> {
      try {
        const subject = await subjectOf(db, of.email)
        const after = { method: of.method, until: of.until }
        await write({ action: 'account.lock', subject, after, by: null }, where, null)
      } catch (error) {
        onError(error, where.requestId)
      }
    },
    /** Resolves once nothing waits to be written any more; a stop of the server waits for it. */
    async settled(): Promise<void> {
      await Promise.all(pending)
    },
  }
}

async function describe(db: Database, outcome: AuthOutcome): Promise<Event[]> {
  const { response } = outcome
  const done = response.status < 400
  return [
    ...(await beginnings(db, outcome)),
    ...(done ? await ownChanges(outcome) : []),
    ...(await failures(db, outcome)),
  ]
}

/** Accounts that are made, connected, proved and signed in to: Better Auth's own facts say whose. */
async function beginnings(db: Database, outcome: AuthOutcome): Promise<Event[]> {
  const { facts, path, query, caller } = outcome
  const method = methodOf(outcome)
  const events: Event[] = []
  if (facts.madeUser) events.push(about(facts.madeUser, { action: 'user.signUp', after: { method } }))
  if (facts.linked && facts.linked.provider !== 'credential' && !facts.madeUser) {
    const owner = caller?.user ?? (await findPerson(db, eq(user.id, facts.linked.userId)))
    if (owner)
      events.push(about(owner, { action: 'account.link', after: { provider: facts.linked.provider } }))
  }
  if (path === '/verify-email' && facts.changedUser)
    events.push(verified(facts.changedUser, String(query.token)))
  // A session that takes the place of the caller's own is no sign-in.
  if (facts.session && method && !(caller && outcome.codeOwner)) {
    const owner = facts.madeUser ?? (await findPerson(db, eq(user.id, facts.session.userId)))
    if (owner) events.push(about(owner, { action: 'session.signIn', after: { method } }))
  }
  return events
}

function verified(person: Person, token: string): Event {
  const change = readEmailChange(token)
  if (!change) return about(person, { action: 'user.verifyEmail' })
  return about(person, {
    action: 'user.changeEmail',
    before: { email: change.email },
    after: { email: person.email },
  })
}

/** What somebody does about their own account. */
async function ownChanges({ path, caller, facts, response, codeOwner }: AuthOutcome): Promise<Event[]> {
  if (path === '/request-password-reset' && facts.resetAsked)
    return [{ ...about(facts.resetAsked, { action: 'user.requestReset' }), by: null }]
  if (path === '/reset-password' && facts.reset) return [about(facts.reset, { action: 'user.resetPassword' })]
  if (!caller) return []
  const { user: me } = caller
  switch (path) {
    case '/sign-out':
      return [about(me, { action: 'session.signOut' })]
    case '/change-password':
      return [about(me, { action: 'user.changePassword' })]
    case '/unlink-account':
      return [about(me, { action: 'account.unlink', before: { provider: facts.unlinked?.provider ?? null } })]
    case '/two-factor/verify-totp':
      return codeOwner && facts.changedUser?.twoFactorEnabled
        ? [about(me, { action: 'twoFactor.enable' })]
        : []
    case '/two-factor/disable':
      return [about(me, { action: 'twoFactor.disable' })]
    case '/two-factor/generate-backup-codes':
      return [about(me, { action: 'twoFactor.renewCodes' })]
    case '/passkey/verify-registration': {
      const { id, name } = (await answerJson(response)) as { id?: string; name?: string }
      return [about(me, { action: 'passkey.add', after: { passkey: id, label: name ?? null } })]
    }
    case '/passkey/update-passkey': {
      const { passkey: renamed } = await answerJson(response)
      const label = (renamed as { name?: string } | undefined)?.name ?? null
      const after = { passkey: facts.passkey?.id, label }
      return [about(me, { action: 'passkey.rename', before: withLabel(facts), after })]
    }
    case '/passkey/delete-passkey':
      return [about(me, { action: 'passkey.remove', before: withLabel(facts) })]
    default:
      return []
  }
}

const withLabel = ({ passkey: was }: AuthFacts) => ({ passkey: was?.id ?? null, label: was?.name ?? null })
