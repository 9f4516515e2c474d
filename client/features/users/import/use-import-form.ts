import { useForm } from '@mantine/form'
import { useDeferredValue, useMemo } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'
import { useMe } from '../use-me.ts'
import { type Candidate, checkPeople } from './check-people.ts'
import { refuseSize } from './read-file.ts'
import { readPeople } from './read-people.ts'

const maximumPeople = 500

interface ImportValues {
  people: string
  /** Of those who have none in the text. */
  role: Role
  expiresInDays: string
}

type Read = { candidates: readonly Candidate[]; refused: string | null }

/** What is typed, who that is, and `onSend` for them. */
export function useImportForm(onSend: (people: readonly Candidate[], expiresInDays: number) => void) {
  const actorRole = useMe().me?.role ?? 'user'
  const form = useForm<ImportValues>({
    initialValues: { people: '', role: 'user', expiresInDays: '7' },
    validate: (values) => {
      const refused = refusalOf(read(values, actorRole))
      return refused ? { people: refused } : {}
    },
  })
  const submit = useSubmit({
    form,
    draft: 'import',
    action: async (values) => onSend(read(values, actorRole).candidates, Number(values.expiresInDays)),
  })
  const { role } = form.values
  const people = useDeferredValue(form.values.people)
  const shown = useMemo(() => read({ people, role }, actorRole), [people, role, actorRole])
  return { form, submit, shown }
}

function read({ people, role }: Pick<ImportValues, 'people' | 'role'>, actorRole: Role): Read {
  const refused = refuseSize(new Blob([people]).size)
  if (refused) return { candidates: [], refused }
  const given = readPeople(people)
  if (given.length > maximumPeople) {
    return { candidates: [], refused: words.tooMany(count(maximumPeople, text.locale), maximumPeople) }
  }
  return { candidates: checkPeople(given, { actorRole, defaultRole: role }), refused: null }
}

const refusalOf = ({ candidates, refused }: Read): string | null =>
  refused ?? (candidates.some(({ problem }) => problem === null) ? null : words.nobody)
