import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type ApiKey, maxKeys } from '#shared/keys.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { KeyAct, KeyCalls } from '../../../components/keys/key-calls.ts'
import { KeyRow } from '../../../components/keys/key-row.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { ItemRows, LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { part } from '../../../lib/part/part.ts'
import { text } from '../../../lib/text/text.ts'
import { useActsAs } from '../owner-only.tsx'
import classes from '../security.module.css'
import { useRefreshAccount } from '../use-account-queries.ts'

const words = text.apiKeys
const KeyDialog = lazyDialog(
  part(() => import('../../../components/keys/key-dialogs.tsx')),
  'KeyDialog',
)

/** My keys, with what can be done with each. */
export function KeysSection({ role }: { role: Role }) {
  const calls = useMyKeyCalls()
  const [act, setAct] = useState<KeyAct | null>(null)
  const hidden = useActsAs() !== null
  const keys = trpc.keys.mine.useQuery(undefined, { enabled: !hidden })
  const full = (keys.data?.filter(({ status }) => status === 'active').length ?? 0) >= maxKeys
  return (
    <>
      <Section
        id="keys"
        title={words.title}
        lead={full ? words.full(maxKeys) : <Lead />}
        actions={
          <Button variant="default" disabled={full} onClick={() => setAct({ kind: 'create' })}>
            {words.create}
          </Button>
        }
      >
        {hidden ? null : keys.data ? (
          <KeyList keys={keys.data} onAct={setAct} />
        ) : keys.isError ? (
          <QueryFailure error={keys.error} onRetry={keys.refetch} />
        ) : (
          <LoadingRows amount={1} />
        )}
      </Section>
      {act ? <KeyDialog act={act} calls={calls} role={role} onClose={() => setAct(null)} /> : null}
    </>
  )
}

function Lead() {
  return (
    <>
      {words.lead} <Link to="/api/docs">{words.toApi}</Link>
    </>
  )
}

function KeyList({ keys, onAct }: { keys: ApiKey[]; onAct: (act: KeyAct) => void }) {
  if (keys.length === 0) return <p className={classes.muted}>{words.empty}</p>
  return (
    <ItemRows>
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} onAct={onAct} />
      ))}
    </ItemRows>
  )
}

function useMyKeyCalls(): KeyCalls {
  const { keys } = trpc.useUtils().client
  return {
    create: (input) => keys.create.mutate(input),
    rename: (id, name) => keys.rename.mutate({ id, name }),
    rotate: (id) => keys.rotate.mutate({ id }),
    revoke: (id) => keys.revoke.mutate({ id }),
    refresh: useRefreshAccount(),
  }
}
