import { useState } from 'react'
import type { BulkPlan } from '#shared/bulk-plan.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { Notice } from '../../../components/notice/notice.tsx'
import { count, listText } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { BanForm } from '../acts/ban-form.tsx'
import { RoleForm } from '../acts/role-form.tsx'
import classes from '../user-forms.module.css'
import { peopleOf } from './people-of.ts'
import type { BulkAct, BulkKind } from './use-bulk.ts'

const words = text.userActs
const named = 3

interface Props {
  kind: BulkKind
  plan: BulkPlan
  onStart: (act: BulkAct, people: BulkPlan['people']) => Promise<void>
  onClose: () => void
}

/** Asks before something is done to many, and says to how many and to whom: to just those it is then done. */
export function BulkDialog({ kind, plan, onStart, onClose }: Props) {
  const [overBans, setOverBans] = useState(false)
  const people = overBans ? [...plan.banned, ...plan.people] : plan.people
  const whom = peopleOf(people.length)
  const about = <About {...{ plan, people, overBans, setOverBans }} />
  const dialog = { about, disabled: people.length === 0, onClose }
  // The dialog closes at once: how it goes is shown in another one.
  const start = async (act: BulkAct) => {
    onStart(act, people).catch(() => null)
  }
  if (kind === 'ban') {
    return <BanForm {...dialog} whom={whom} onBan={(ban) => start({ action: 'ban', ...ban, overBans })} />
  }
  const title = words[kind].title(whom)
  if (kind === 'setRole') {
    return (
      <RoleForm
        {...dialog}
        title={title}
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
      disabled={dialog.disabled}
      onClose={onClose}
      onConfirm={() => start({ action: kind })}
    >
      {about}
      <p>{words[kind].means}</p>
    </ConfirmDialog>
  )
}

interface AboutProps {
  plan: BulkPlan
  people: BulkPlan['people']
  overBans: boolean
  setOverBans: (over: boolean) => void
}

function About({ plan: { banned, oneself, others }, people, overBans, setOverBans }: AboutProps) {
  const left = [
    oneself ? words.bulk.oneself : [],
    others > 0 ? words.bulk.others(count(others, text.locale), others) : [],
  ].flat()
  return (
    <>
      {banned.length > 0 ? (
        <Notice tone="blocked">
          <p>{words.bulk.banned(listNames(banned), banned.length)}</p>
          <label className={classes.check}>
            <input type="checkbox" checked={overBans} onChange={() => setOverBans(!overBans)} />
            {words.bulk.overBans(banned.length)}
          </label>
        </Notice>
      ) : null}
      <p>{people.length > 0 ? words.bulk.these(listNames(people)) : words.bulk.nobody}</p>
      {left.length > 0 ? <p>{left.join(' ')}</p> : null}
    </>
  )
}

function listNames(people: BulkPlan['people']): string {
  const names = people.map(({ name }) => name)
  const rest = names.length - named
  if (rest > 1) return words.bulk.andMore(names.slice(0, named).join(', '), count(rest, text.locale), rest)
  return listText(names, text.locale)
}
