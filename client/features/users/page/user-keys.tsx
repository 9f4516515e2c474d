import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ApiKey } from '#shared/keys.ts'
import type { UserDetail } from '#shared/users.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { RevokeKeyDialog } from '../../../components/keys/revoke-key-dialog.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { listText } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { wordFor } from '../../../lib/text/word-for.ts'
import { useUserAct } from '../acts/use-user-act.ts'
import type { UserPartProps } from '../acts/user-act-button.tsx'
import { actsFor, whyNot } from '../acts/user-acts.ts'
import classes from './user-page.module.css'

const words = text.apiKeys

/** What programs call with as the user, and the way to end it: as with sessions. */
export function UserKeys({ user, actor }: UserPartProps<UserDetail>) {
  const keys = trpc.keys.list.useQuery({ userId: user.id })
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const mayRevoke = actsFor(actor, user).includes('endSessions') && !whyNot(actor, 'endSessions', user)
  return (
    <Section title={words.title} lead={words.leadOf}>
      {keys.isError ? (
        <QueryFailure error={keys.error} onRetry={keys.refetch} />
      ) : keys.data === undefined ? (
        <div aria-busy="true">
          <Skeleton width="70%" height={40} />
        </div>
      ) : keys.data.length > 0 ? (
        <ul className={classes.list}>
          {keys.data.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              onRevoke={mayRevoke && key.status !== 'revoked' ? () => setRevoking(key) : undefined}
            />
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{words.noneOf}</p>
      )}
      {revoking ? <RevokeKey user={user} apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </Section>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: (() => void) | undefined }) {
  const { name, start, status, permissions, addresses, expiresAt, lastUsedAt } = apiKey
  const may = permissions.map((permission) => wordFor(text.permissions.of, permission))
  return (
    <li className={classes.item}>
      <div className={classes.said}>
        <p className={classes.first}>{name}</p>
        <p className={classes.second}>
          <span>{start}…</span>
          {status === 'active' ? (
            <span>
              {words.ends} <TimeText value={expiresAt} />
            </span>
          ) : (
            <span>{words[status]}</span>
          )}
          {lastUsedAt ? (
            <span>
              {words.lastUsed} <TimeText value={lastUsedAt} />
            </span>
          ) : (
            <span>{words.neverUsed}</span>
          )}
          {may.length > 0 ? <span>{words.may(listText(may, text.locale))}</span> : null}
          {addresses.length > 0 ? <span>{words.from(listText(addresses, text.locale))}</span> : null}
        </p>
      </div>
      {onRevoke ? (
        <Button size="compact-sm" variant="default" aria-label={words.revokeOf(name)} onClick={onRevoke}>
          {words.revoke}
        </Button>
      ) : null}
    </li>
  )
}

function RevokeKey(props: { user: UserDetail; apiKey: ApiKey; onClose: () => void }) {
  const { user, apiKey, onClose } = props
  const { client, keys } = trpc.useUtils()
  const perform = useUserAct()
  const revoke = () =>
    perform({
      action: 'apiKey.revoke',
      done: words.revokedNow,
      run: async () => {
        await client.keys.revokeOf.mutate({ userId: user.id, id: apiKey.id })
        await keys.invalidate()
        return undefined
      },
    })
  return (
    <RevokeKeyDialog apiKey={apiKey} onClose={onClose} onRevoke={revoke}>
      <p>{words.ownerIsTold(user.name)}</p>
    </RevokeKeyDialog>
  )
}
