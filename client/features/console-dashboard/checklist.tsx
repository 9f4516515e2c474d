import { Button } from '@mantine/core'
import type { LinkProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { type ChecklistItem, checklistItems, useChecklistChoice } from './checklist-choice.ts'
import classes from './console-dashboard-page.module.css'

const words = text.consoleDashboard.checklist
const places: Record<ChecklistItem, LinkProps['to']> = {
  mail: '/admin/settings',
  signUp: '/admin/settings',
  invite: '/admin/users',
  secondFactor: '/account/security',
}

/** After the set-up: what a new server still lacks, until each is done or put aside. */
export function Checklist({ me }: { me: SessionUser }) {
  const { open, settle } = useChecklistChoice()
  if (open.length === 0) return null
  return <OpenChecklist {...{ me, open, settle }} />
}

interface OpenProps extends ReturnType<typeof useChecklistChoice> {
  me: SessionUser
}

function OpenChecklist({ me, open, settle }: OpenProps) {
  const done = useDone(me)
  const allDone = done !== null && open.every((item) => done[item])
  // Nothing is asked for any more on the next visit.
  useEffect(() => {
    if (allDone) settle(checklistItems)
  })
  if (!done || allDone) return null
  return (
    <Section title={words.title} lead={words.lead}>
      <ul className={classes.checklist}>
        {open.map((item) => (
          <li key={item} className={classes.task}>
            <StatusWord tone={done[item] ? 'good' : 'waiting'}>
              {words.states[done[item] ? 'done' : 'open']}
            </StatusWord>
            <span>
              <span className={classes.taskName}>{words.items[item]}</span>
              {done[item] ? null : <span className={classes.muted}>{words.hints[item]}</span>}
            </span>
            {done[item] ? null : (
              <span className={classes.taskEnd}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={`${words.skip}: ${words.items[item]}`}
                  onClick={() => settle([item])}
                >
                  {words.skip}
                </Button>
                <ButtonLink to={places[item]} size="compact-sm" variant="default">
                  {words.acts[item]}
                </ButtonLink>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

// Null while it is not known.
function useDone(me: SessionUser): Record<ChecklistItem, boolean> | null {
  const report = trpc.health.get.useQuery()
  const settings = trpc.settings.list.useQuery()
  const users = trpc.users.list.useQuery({ limit: 1 })
  const invitations = trpc.invitations.list.useQuery({ limit: 1 })
  if (!report.data || !settings.data || !users.data || !invitations.data) return null
  const signUp = settings.data.items.find(({ key }) => key === 'signUpMode')
  return {
    mail: report.data.mail.sends,
    signUp: signUp !== undefined && (signUp.changed !== null || signUp.value !== 'open'),
    invite: users.data.total > 1 || invitations.data.items.length > 0,
    secondFactor: me.twoFactorEnabled,
  }
}
