import { Modal } from '@mantine/core'
import type { CreditEntryView } from '#shared/credits/credits.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { text } from '../../lib/text/text.ts'
import { Facts } from '../detail/facts.tsx'
import { JsonView } from '../detail/json-view.tsx'
import { ExactTime } from '../detail/time-text.tsx'
import { change, shown, typeName } from './credit-words.ts'
import classes from './credits.module.css'

/** All of one entry, for who asks what it was. */
export function EntryDialog({ entry, onClose }: { entry: CreditEntryView; onClose: () => void }) {
  useFocusBack()
  const { seq, kind, balanceAfter, type, units, metadata, actor, createdAt } = entry
  const facts: ([string, React.ReactNode] | null)[] = [
    [words.kind, words.kinds[kind]],
    [words.amount, change(entry)],
    [words.balance, shown(balanceAfter)],
    type === null ? null : [words.type, typeName(type)],
    units === null ? null : [words.units, shown(units)],
    actor && [words.by, actor.name],
    [words.when, <ExactTime key="when" value={createdAt} />],
  ]
  return (
    <Modal
      opened
      title={words.entry(shown(seq))}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <div className={classes.dialog}>
        <Facts items={facts.filter((fact) => fact !== null)} />
        {metadata ? <JsonView value={metadata} label={words.metadata} /> : null}
      </div>
    </Modal>
  )
}
