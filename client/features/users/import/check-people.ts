import { inviteUserInput } from '#shared/invitations.ts'
import { outranks, type Role } from '#shared/roles/roles.ts'
import { csvLine } from '#shared/text/csv.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'
import type { GivenPerson } from './read-people.ts'

/** Somebody of an import: can be invited, or has a problem. */
export type Candidate = {
  /** Which one of the list, from 1. */
  row: number
  email: string
  name: string
} & ({ role: Role; problem: null } | { role: string; problem: string })

/** What is wrong with each, as far as it can be known before anything is sent. */
export function checkPeople(
  people: readonly GivenPerson[],
  { actorRole, defaultRole }: { actorRole: Role; defaultRole: Role },
): Candidate[] {
  const rows = new Map<string, number>()
  const problemOf = ({ email, name, unreadable }: GivenPerson, role: Role, row: number) => {
    if (unreadable) return words.problems[unreadable]
    const checked = inviteUserInput.safeParse({ email, name: name || undefined, role })
    if (!checked.success) return checked.error.issues[0]?.message ?? words.problems.columns
    if (!outranks(actorRole, role)) return words.problems.rank
    const before = rows.get(checked.data.email)
    if (before === undefined) rows.set(checked.data.email, row)
    return before === undefined ? null : words.problems.duplicate(before)
  }
  return people.map((person, index) => {
    const { email, name, role: given } = person
    const shown = { row: index + 1, email, name }
    const role = given === '' ? defaultRole : roleOf(given)
    if (!role) return { ...shown, role: given, problem: words.problems.role(given) }
    const problem = problemOf(person, role, shown.row)
    return problem === null ? { ...shown, role, problem } : { ...shown, role, problem }
  })
}

/** Rows of name, e-mail and role, which are read as the same people. */
export const writePeople = (people: readonly Candidate[]) =>
  people.map(({ name, email, role }) => csvLine([name, email, role])).join('')

/** How one is called in the preview and in the report: by the address, if there is one. */
export const nameOf = ({ email, name }: Candidate) => email || name || words.noAddress

/** A role by its key or as the pages call it. */
function roleOf(given: string): Role | undefined {
  const wanted = given.toLowerCase()
  return keysOf(text.common.roles).find(
    (role) => role === wanted || text.common.roles[role].toLowerCase() === wanted,
  )
}
