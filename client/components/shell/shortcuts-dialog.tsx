import { Modal, Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { text } from '../../lib/text/text.ts'
import { usePlaces } from './navigation-places.ts'
import { areKeysOn, setKeysOn } from './shortcuts-choice.ts'
import classes from './shortcuts-dialog.module.css'

const words = text.components.shortcuts
const isMac = /mac|iphone|ipad/i.test(navigator.platform)

/** Every key that does something, and the switch that turns the single ones off. */
export function ShortcutsDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  useFocusBack()
  const [on, setOn] = useState(areKeysOn)
  const places = usePlaces(role).flatMap((group) => group.places.filter(({ key }) => key !== null))
  return (
    <Modal
      opened
      title={words.title}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Keys title={words.everywhere}>
        <Line keys={[isMac ? '⌘' : 'Ctrl', 'K']} label={text.components.palette.open} />
        <Line keys={['/']} label={words.search} />
        <Line keys={['?']} label={words.list} />
      </Keys>
      <Keys title={words.goTo}>
        {places.map(({ to, key, label }) => (
          <Line key={to} keys={['g', key ?? '']} label={label} />
        ))}
      </Keys>
      <Keys title={words.inList}>
        <Line keys={['↑', '↓']} label={words.rows} />
        <Line keys={['Enter']} label={words.open} />
        <Line keys={[words.space]} label={words.select} />
      </Keys>
      <Switch
        label={words.single}
        description={words.singleHint}
        checked={on}
        onChange={({ currentTarget: { checked } }) => {
          setKeysOn(checked)
          setOn(checked)
        }}
      />
    </Modal>
  )
}

function Keys({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.group}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.lines}>{children}</dl>
    </section>
  )
}

function Line({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <div className={classes.line}>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key} className={classes.key}>
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  )
}
