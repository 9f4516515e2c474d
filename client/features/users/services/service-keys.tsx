import { Button } from '@mantine/core'
import { useState } from 'react'
import { maxKeys } from '#shared/keys.ts'
import type { ServiceAccountDetail } from '#shared/service-accounts.ts'
import type { KeyAct, KeyCalls } from '../../../components/keys/key-calls.ts'
import { KeyRow } from '../../../components/keys/key-row.tsx'
import { ItemRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { part } from '../../../lib/part/part.ts'
import { text as words } from '../../../lib/text/services-text.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-cells.module.css'
import { useServiceAct } from './use-service-act.ts'

const KeyDialog = lazyDialog(
  part(() => import('../../../components/keys/key-dialogs.tsx')),
  'KeyDialog',
)

/** The keys of a service account, with what can be done with each. */
export function ServiceKeys({ service, manages }: { service: ServiceAccountDetail; manages: boolean }) {
  const { role, keys, liveKeys, disabledAt } = service
  const [act, setAct] = useState<KeyAct | null>(null)
  const calls = useServiceKeyCalls(service.id)
  const full = liveKeys >= maxKeys
  const lead = words.keysLead(text.common.roles[role])
  return (
    <>
      <Section
        title={text.apiKeys.title}
        lead={disabledAt ? words.keysOff : full ? words.full(maxKeys) : lead}
        actions={
          manages ? (
            <Button disabled={full} onClick={() => setAct({ kind: 'create' })}>
              {text.apiKeys.create}
            </Button>
          ) : null
        }
      >
        {keys.length === 0 ? (
          <p className={classes.muted}>{words.noKeys}</p>
        ) : (
          <ItemRows>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} onAct={manages ? setAct : null} />
            ))}
          </ItemRows>
        )}
      </Section>
      {act ? <KeyDialog act={act} calls={calls} role={role} onClose={() => setAct(null)} /> : null}
    </>
  )
}

function useServiceKeyCalls(accountId: string): KeyCalls {
  const { client, refresh } = useServiceAct()
  return {
    create: (input) => client.createKey.mutate({ accountId, ...input }),
    rename: (id, name) => client.renameKey.mutate({ accountId, id, name }),
    rotate: (id) => client.rotateKey.mutate({ accountId, id }),
    revoke: (id) => client.revokeKey.mutate({ accountId, id }),
    refresh,
  }
}
