import { Button } from '@mantine/core'
import { useState } from 'react'
import type { UserSession } from '#shared/sessions.ts'
import type { UserDetail } from '#shared/users.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { useUserAct } from '../acts/use-user-act.ts'
import { UserActButton, type UserPartProps } from '../acts/user-act-button.tsx'
import { actsFor, whyNot } from '../acts/user-acts.ts'
import { useMe } from '../use-me.ts'
import classes from './user-page.module.css'

const words = text.user

function deviceName({ device }: UserSession): string {
  return [device?.browser, device?.os].filter(Boolean).join(' · ') || words.unknownDevice
}

/** Where the user is signed in, and the way to end it. */
export function UserSessions(parts: UserPartProps<UserDetail>) {
  const { user, actor } = parts
  const sessions = trpc.sessions.list.useQuery({ userId: user.id })
  const [ending, setEnding] = useState<UserSession | null>(null)
  const offered = actsFor(actor, user).includes('endSessions')
  const refused = offered ? whyNot(actor, 'endSessions', user) : null
  const any = (sessions.data?.length ?? 0) > 0
  return (
    <Section
      title={words.sessionsTitle}
      lead={[words.sessionsLead, refused].filter(Boolean).join(' ')}
      actions={<UserActButton {...parts} act="endSessions" size="compact-sm" disabled={!any} />}
    >
      {sessions.isError ? (
        <QueryFailure error={sessions.error} onRetry={sessions.refetch} />
      ) : sessions.data === undefined ? (
        <div aria-busy="true">
          <Skeleton width="70%" height={40} />
        </div>
      ) : any ? (
        <ul className={classes.list}>
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              onEnd={offered && !refused ? () => setEnding(session) : undefined}
            />
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{words.noSessions}</p>
      )}
      {ending ? <EndSession user={user} session={ending} onClose={() => setEnding(null)} /> : null}
    </Section>
  )
}

function SessionRow({ session, onEnd }: { session: UserSession; onEnd: (() => void) | undefined }) {
  const { may } = useMe()
  const { address, createdAt, lastSeenAt, impersonatedBy } = session
  const noAddress = may('users.readEmail') ? words.unknownAddress : words.hiddenAddress
  return (
    <li className={classes.item}>
      <div className={classes.said}>
        <p className={classes.first}>{deviceName(session)}</p>
        <p className={classes.second}>
          <span>{address ?? noAddress}</span>
          <span>
            {words.signedIn} <TimeText value={createdAt} />
          </span>
          <span>
            {words.seen} <TimeText value={lastSeenAt} />
          </span>
          {impersonatedBy ? <span>{words.supportSession(impersonatedBy.name)}</span> : null}
        </p>
      </div>
      {onEnd ? (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.endSessionOf(deviceName(session))}
          onClick={onEnd}
        >
          {words.endSession}
        </Button>
      ) : null}
    </li>
  )
}

function EndSession(props: { user: UserDetail; session: UserSession; onClose: () => void }) {
  const { user, session, onClose } = props
  const { client } = trpc.useUtils()
  const perform = useUserAct()
  return (
    <ConfirmDialog
      opened
      title={words.endSessionTitle(user.name)}
      confirm={words.endSessionConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={() =>
        perform({
          action: 'session.end',
          done: words.sessionEnded,
          run: async () => {
            await client.sessions.endOf.mutate({ userId: user.id, id: session.id })
            return undefined
          },
        })
      }
    >
      <p>{words.endSessionMeans(deviceName(session))}</p>
    </ConfirmDialog>
  )
}
