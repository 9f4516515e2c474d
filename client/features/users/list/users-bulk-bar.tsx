import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { UserSummary } from '#shared/users.ts'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { type BulkAct, type BulkKind, useBulk } from '../bulk/use-bulk.ts'
import { lazyDialog } from '../lazy-dialog.tsx'
import { BulkBar, focusList } from './bulk-bar.tsx'
import type { UsersList } from './use-users-list.ts'

const words = text.userActs
const BulkDialog = lazyDialog(async () => (await import('../bulk/bulk-dialog.tsx')).BulkDialog)
const WorkDialog = lazyDialog(async () => (await import('../bulk/work-dialog.tsx')).WorkDialog)

// What an act is for: it is offered when one of the chosen is in such a state.
const fits: Record<BulkKind, (user: UserSummary) => boolean> = {
  ban: ({ status }) => status === 'active' || status === 'pending',
  unban: ({ status }) => status === 'banned',
  setRole: ({ status }) => status !== 'deleted',
  endSessions: ({ status }) => status !== 'deleted',
  remove: ({ status }) => status !== 'deleted',
  restore: ({ status }) => status === 'deleted',
}

/** What can be done with the chosen users, and how it goes. */
export function UsersBulkBar({ list, filters }: { list: UsersList; filters: ReactNode }) {
  const { selection } = list
  const [kind, setKind] = useState<BulkKind | null>(null)
  const [title, setTitle] = useState('')
  const bulk = useBulk()
  const chosen = list.users.rows.filter(({ id }) => selection.ids.has(id))
  // It comes back when the work is over, so it is not awaited: the progress has a dialog of its own.
  const start = async (act: BulkAct, shownTitle: string) => {
    setTitle(shownTitle)
    await bulk.start(act, chosen, selection.clear)
  }
  return (
    <>
      <BulkBar selection={selection} filters={filters} more={<SelectMatching list={list} />}>
        {keysOf(fits)
          .filter((each) => chosen.some(fits[each]))
          .map((each) => (
            <Button key={each} size="compact-sm" variant="default" onClick={() => setKind(each)}>
              {words[each].item}
            </Button>
          ))}
      </BulkBar>
      {kind ? <BulkDialog kind={kind} users={chosen} onStart={start} onClose={() => setKind(null)} /> : null}
      {bulk.work.state ? <WorkDialog work={bulk.work} title={title} onClosed={focusList} /> : null}
    </>
  )
}

function SelectMatching({ list: { all, selection } }: { list: UsersList }) {
  if (!all || (selection.extent !== 'all' && !all.choosingAll)) return null
  return (
    <BusyButton size="compact-sm" variant="subtle" pending={all.choosingAll} onClick={all.chooseAll}>
      {text.users.selectMatching(count(all.total, text.locale))}
    </BusyButton>
  )
}
