import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { isUndoable } from '#shared/audit/undoable-actions.ts'
import { type BulkPlan, bulkActions, bulkStatuses, planBulk } from '#shared/bulk-plan.ts'
import type { UserStatus } from '#shared/users.ts'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { BulkBar, focusList } from '../../../components/table/bulk-bar.tsx'
import { toFailure } from '../../../lib/api/failure.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import type { WorkState } from '../../../lib/batch/use-work.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { part } from '../../../lib/part/part.ts'
import { failureText } from '../../../lib/text/failure-text.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { peopleOf } from '../bulk/people-of.ts'
import { type BulkAct, type BulkKind, useBulk } from '../bulk/use-bulk.ts'
import { useMe } from '../use-me.ts'
import type { UsersList } from './use-users-list.ts'

const words = text.userActs
const BulkDialog = lazyDialog(
  part(() => import('../bulk/bulk-dialog.tsx')),
  'BulkDialog',
)
const WorkDialog = lazyDialog(
  part(() => import('../../../components/dialog/work-dialog.tsx')),
  'WorkDialog',
)

// A ban that is there already is no reason to offer another.
const offeredFor: Record<BulkKind, readonly UserStatus[]> = { ...bulkStatuses, ban: ['active', 'pending'] }
const notDeleted: readonly UserStatus[] = ['active', 'pending', 'banned']

/** What can be done with the chosen users, and how it goes. */
export function UsersBulkBar({ list, filters }: { list: UsersList; filters: ReactNode }) {
  const { selection, matching } = list
  const { planning, planned, plan, close } = useBulkPlan(list)
  const [running, setRunning] = useState<BulkKind>('ban')
  const bulk = useBulk()
  // It comes back when the work is over, so it is not awaited: the progress has a dialog of its own.
  const start = async (act: BulkAct, people: BulkPlan['people']) => {
    setRunning(act.action)
    await bulk.start({ act, people, filter: matching ?? undefined, onEnd: selection.clear })
  }
  return (
    <>
      <BulkBar {...{ selection, filters }} chosen={list.chosen} more={<SelectMatching list={list} />}>
        {offeredKinds(list).map((each) => (
          <BusyButton
            key={each}
            size="compact-sm"
            variant="default"
            pending={planning === each}
            disabled={planning !== null && planning !== each}
            onClick={() => plan(each)}
          >
            {words[each].item}
          </BusyButton>
        ))}
      </BulkBar>
      {planned ? <BulkDialog {...planned} onStart={start} onClose={close} /> : null}
      {bulk.work.state ? (
        <WorkDialog
          work={bulk.work}
          titleOf={(state) => workTitle(running, state)}
          file="users-report"
          more={bulk.groupId ? <ShowGroup id={bulk.groupId} kind={running} /> : null}
          onClosed={focusList}
        />
      ) : null}
    </>
  )
}

// Once it is over, how many it was done to: who was refused is not among them.
function workTitle(kind: BulkKind, { phase, total, results }: WorkState): string {
  const over = phase === 'finished' || phase === 'stopped'
  if (!over) return words.bulk.running[kind](peopleOf(total))
  return words.bulk.ended[kind](peopleOf(results.filter(({ failure }) => failure === null).length))
}

// By the chosen rows; of a filter's people most are not loaded, and are what it says they are.
function offeredKinds({ matching, users, selection }: UsersList): BulkKind[] {
  const statuses = matching
    ? matching.status
      ? [matching.status]
      : notDeleted
    : users.rows.filter(({ id }) => selection.ids.has(id)).map(({ status }) => status)
  return keysOf(offeredFor).filter((kind) => statuses.some((status) => offeredFor[kind].includes(status)))
}

// Whom an act would touch: told by the rows that were chosen, or asked of the server for a filter.
function useBulkPlan({ matching, users, selection }: UsersList) {
  const { client } = trpc.useUtils()
  const { me } = useMe()
  const [planning, setPlanning] = useState<BulkKind | null>(null)
  const [planned, setPlanned] = useState<{ kind: BulkKind; plan: BulkPlan } | null>(null)
  const plan = async (kind: BulkKind) => {
    if (!matching) {
      const chosen = users.rows.filter(({ id }) => selection.ids.has(id))
      return setPlanned({ kind, plan: planBulk(kind, chosen, me?.id ?? '') })
    }
    setPlanning(kind)
    await client.users.planBulk
      .query({ action: kind, filter: matching })
      .then((answer) => setPlanned({ kind, plan: answer }))
      .catch((error) => toast(failureText(toFailure(error)), 'danger'))
    setPlanning(null)
  }
  return { planning, planned, plan, close: () => setPlanned(null) }
}

function SelectMatching({ list: { chooseMatching, selection, users } }: { list: UsersList }) {
  if (!chooseMatching || selection.extent !== 'all') return null
  return (
    <Button size="compact-sm" variant="subtle" onClick={chooseMatching}>
      {text.users.selectMatching(count(users.total ?? 0, text.locale))}
    </Button>
  )
}

function ShowGroup({ id, kind }: { id: string; kind: BulkKind }) {
  return (
    <Link to="/admin/audit/$id" params={{ id }}>
      {isUndoable(bulkActions[kind]) ? words.bulk.showInAudit : words.bulk.showInAuditOnly}
    </Link>
  )
}
