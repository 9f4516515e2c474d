import type { UserSummary } from '#shared/users.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { BanForm } from '../acts/ban-form.tsx'
import { RoleForm } from '../acts/role-form.tsx'
import type { BulkAct, BulkKind } from './use-bulk.ts'

const words = text.userActs
const named = 3

interface Props {
  kind: BulkKind
  users: readonly UserSummary[]
  onStart: (act: BulkAct, title: string) => Promise<void>
  onClose: () => void
}

/** Asks before something is done to many, and says to how many and to whom. */
export function BulkDialog({ kind, users, onStart, onClose }: Props) {
  const people = words.bulk.people(count(users.length, text.locale), users.length)
  const title = words[kind].title(people)
  const names = words.bulk.these(listNames(users.map(({ name }) => name)))
  // The dialog closes at once: how it goes is shown in another one.
  const start = async (act: BulkAct) => {
    onStart(act, title).catch(() => null)
  }
  if (kind === 'ban') {
    return <BanForm {...{ title, names, onClose }} onBan={(ban) => start({ action: 'ban', ...ban })} />
  }
  if (kind === 'setRole') {
    return (
      <RoleForm
        {...{ title, names, onClose }}
        current="user"
        onRole={(role) => start({ action: 'setRole', role })}
      />
    )
  }
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={words[kind].confirm}
      color={kind === 'remove' || kind === 'endSessions' ? 'danger' : undefined}
      onClose={onClose}
      onConfirm={() => start({ action: kind })}
    >
      <p>{names}</p>
      <p>{words[kind].means}</p>
    </ConfirmDialog>
  )
}

function listNames(names: readonly string[]): string {
  const rest = names.length - named
  if (rest > 1) return words.bulk.andMore(names.slice(0, named).join(', '), rest)
  return new Intl.ListFormat(text.locale).format(names)
}
