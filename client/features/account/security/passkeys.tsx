import { Button, Menu } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { ItemRow, ItemRows, LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { text } from '../../../lib/text/text.ts'
import type { Passkey } from '../account-auth.ts'
import { useActsAs } from '../owner-only.tsx'
import classes from '../security.module.css'
import { usePasskeys } from '../use-account-queries.ts'
import { AddPasskey, maxPasskeys, RemovePasskey, RenamePasskey } from './passkey-dialogs.tsx'

const words = text.passkeys
const supported = typeof PublicKeyCredential === 'function'

type Dialog = { act: 'add' } | { act: 'rename' | 'remove'; passkey: Passkey }

/** My passkeys, with what can be done with each. */
export function PasskeysSection() {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const passkeys = usePasskeys()
  const hidden = useActsAs() !== null
  const full = (passkeys.data?.length ?? 0) >= maxPasskeys
  const close = () => setDialog(null)
  return (
    <>
      <Section
        title={words.title}
        lead={supported ? (full ? words.full(maxPasskeys) : words.lead) : words.unsupported}
        actions={
          <Button variant="default" disabled={!supported || full} onClick={() => setDialog({ act: 'add' })}>
            {words.add}
          </Button>
        }
      >
        {hidden ? null : passkeys.data ? (
          <List passkeys={passkeys.data} onDialog={setDialog} />
        ) : passkeys.isError ? (
          <QueryFailure error={passkeys.error} onRetry={passkeys.refetch} />
        ) : (
          <LoadingRows amount={1} />
        )}
      </Section>
      {dialog?.act === 'add' ? <AddPasskey onClose={close} /> : null}
      {dialog?.act === 'rename' ? <RenamePasskey passkey={dialog.passkey} onClose={close} /> : null}
      {dialog?.act === 'remove' ? <RemovePasskey passkey={dialog.passkey} onClose={close} /> : null}
    </>
  )
}

function List({ passkeys, onDialog }: { passkeys: Passkey[]; onDialog: (dialog: Dialog) => void }) {
  if (passkeys.length === 0) return <p className={classes.muted}>{words.empty}</p>
  return (
    <ItemRows>
      {passkeys.map((passkey) => {
        const name = passkey.name ?? words.unnamed
        return (
          <ItemRow
            key={passkey.id}
            Icon={IconFingerprint}
            name={name}
            second={
              <>
                <span>
                  {words.addedAt} <TimeText value={new Date(passkey.createdAt).toISOString()} />
                </span>
                <span>{passkey.deviceType === 'singleDevice' ? words.oneDevice : words.synced}</span>
              </>
            }
            end={
              <RowMenu label={words.actions(name)} width={160}>
                <Menu.Item onClick={() => onDialog({ act: 'rename', passkey })}>{words.rename}</Menu.Item>
                <Menu.Item color="danger" onClick={() => onDialog({ act: 'remove', passkey })}>
                  {words.remove}
                </Menu.Item>
              </RowMenu>
            }
          />
        )
      })}
    </ItemRows>
  )
}
