import { Menu } from '@mantine/core'
import { IconApi } from '@tabler/icons-react'
import type { ApiKey } from '#shared/keys.ts'
import { listText } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import { TimeText } from '../detail/time-text.tsx'
import { StatusWord } from '../notice/status-word.tsx'
import { ItemRow } from '../page/item-row.tsx'
import { RowMenu } from '../table/row-menu.tsx'
import type { KeyAct } from './key-calls.ts'
import classes from './keys.module.css'

const words = text.apiKeys

interface Props {
  apiKey: ApiKey
  /** Null for who only reads. */
  onAct: ((act: KeyAct) => void) | null
}

/** A key: how it begins, until when it works, what it may and when it was used. */
export function KeyRow({ apiKey, onAct }: Props) {
  const { name, status } = apiKey
  return (
    <ItemRow
      Icon={IconApi}
      name={name}
      status={status === 'active' ? null : <StatusWord tone="plain">{words[status]}</StatusWord>}
      second={<KeyFacts apiKey={apiKey} />}
      end={
        status === 'revoked' || !onAct ? null : (
          <RowMenu label={words.actions(name)} width={160}>
            <Menu.Item onClick={() => onAct({ kind: 'rename', key: apiKey })}>{words.rename}</Menu.Item>
            <Menu.Item onClick={() => onAct({ kind: 'rotate', key: apiKey })}>{words.rotate}</Menu.Item>
            <Menu.Item color="danger" onClick={() => onAct({ kind: 'revoke', key: apiKey })}>
              {words.revoke}
            </Menu.Item>
          </RowMenu>
        )
      }
    />
  )
}

function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { start, status, permissions, addresses, expiresAt, lastUsedAt, previousUntil } = apiKey
  const may = permissions.map((permission) => wordFor(text.permissions.of, permission))
  return (
    <>
      <span className={classes.start}>{start}…</span>
      {lastUsedAt ? (
        <span>
          {words.lastUsed} <TimeText value={lastUsedAt} />
        </span>
      ) : (
        <span>{words.neverUsed}</span>
      )}
      {status === 'active' ? (
        <span>
          {words.ends} <TimeText value={expiresAt} />
        </span>
      ) : null}
      {previousUntil ? (
        <span>
          {words.oldUntil} <TimeText value={previousUntil} />
        </span>
      ) : null}
      {may.length > 0 ? <span>{words.may(listText(may, text.locale))}</span> : null}
      {addresses.length > 0 ? <span>{words.from(listText(addresses, text.locale))}</span> : null}
    </>
  )
}
