import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Selection } from '../../lib/table/use-selection.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './bulk-bar.module.css'

const words = text.components.table

interface Props {
  selection: Selection
  /** How many are chosen, those that are not loaded included. */
  chosen: number
  /** The filters of the list, which the bar takes the place of while rows are chosen. */
  filters: ReactNode
  /** Beside how many are chosen: the way to choose more. */
  more?: ReactNode
  /** What can be done with the chosen rows: small buttons. */
  children: ReactNode
}

/** Back to the list, once what had the focus is gone together with the selection. */
export function focusList(): void {
  document.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus({ preventScroll: true })
}

/** The toolbar of a list: its filters, or what can be done with the rows that are chosen. */
export function BulkBar({ selection, chosen, filters, more, children }: Props) {
  const active = chosen > 0
  return (
    <>
      {/* They stay where they are, so that what is typed there is kept. */}
      <div className={classes.filters} data-covered={active || undefined}>
        {filters}
      </div>
      {active ? <Bar {...{ selection, chosen, more }}>{children}</Bar> : null}
    </>
  )
}

function Bar({ selection, chosen, more, children }: Omit<Props, 'filters'>) {
  const selected = words.selected(count(chosen, text.locale))
  const clear = () => {
    selection.clear()
    focusList()
  }
  return (
    <div className={classes.bar} role="toolbar" aria-label={selected}>
      <div className={classes.chosen}>
        <CloseButton aria-label={words.clearSelection} onClick={clear} />
        <span className={classes.count} aria-live="polite">
          {selected}
        </span>
        {more}
      </div>
      <div className={classes.acts}>{children}</div>
    </div>
  )
}
