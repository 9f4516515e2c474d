import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { type Failure, toFailure } from '../../../lib/api/failure.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { useWork } from '../../../lib/batch/use-work.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'
import { type Candidate, nameOf } from './check-people.ts'

interface Start {
  people: readonly Candidate[]
  expiresInDays: number
}

/**
 * Invites one after the other, each by a call of its own that the limits count: who has a problem is in the report
 * without being sent, and what the server refuses of one is that one's result.
 */
export function useImport() {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const work = useWork()

  const invite = async (person: Candidate, expiresInDays: number): Promise<Failure | null> => {
    if (person.problem !== null) return refusal(person.problem)
    const { email, name, role } = person
    const input = { email, name: name || undefined, role, expiresInDays }
    try {
      await withIdentity(() => queries.client.users.invite.mutate(input))
      return null
    } catch (error) {
      const failure = toRefusal(toFailure(error))
      // What is not about this one would befall the next as well: it stops the work, or makes it wait.
      if (!failure) throw error
      return failure
    }
  }
  const start = ({ people, expiresInDays }: Start) => {
    let done = 0
    const step = async () => {
      const person = people[done]
      if (!person) return { results: [], more: false }
      const failure = await invite(person, expiresInDays)
      done += 1
      const result = {
        id: String(person.row),
        name: nameOf(person),
        failure,
        changed: true,
        done: words.sent,
      }
      return { results: [result], more: done < people.length }
    }
    const onEnd = () => {
      Promise.all([queries.users.invalidate(), queries.invitations.invalidate()]).catch(() => null)
    }
    return work.start({ total: people.length, step, onEnd })
  }
  return { work, start }
}

function toRefusal(failure: Failure): Failure | null {
  const { reason, status } = failure
  if (reason?.kind === 'email-taken') return refusal(words.isUser)
  if (reason?.kind === 'invited') return refusal(words.isInvited)
  if (reason?.kind === 'rank') return refusal(words.problems.rank)
  return status === 400 || status === 409 ? failure : null
}

const refusal = (message: string): Failure => ({
  status: 400,
  code: 'BAD_REQUEST',
  message,
  reason: null,
  fieldErrors: null,
  requestId: null,
})
