import { TextInput } from '@mantine/core'
import { text } from '../../lib/text/text.ts'
import classes from './filter-bar.module.css'

const words = text.components.dates

interface Props {
  /** Days as `2026-06-03`, in the reader's zone. */
  from: string | undefined
  to: string | undefined
  onChange: (dates: { from?: string; to?: string }) => void
}

/** From one day to another, both included; the browser's own calendar. */
export function FilterDates({ from, to, onChange }: Props) {
  return (
    <div className={classes.dates}>
      <TextInput
        type="date"
        className={classes.date}
        aria-label={words.from}
        leftSection={<span aria-hidden="true">{words.from}</span>}
        leftSectionWidth={52}
        data-set={from ? true : undefined}
        max={to}
        value={from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined, to })}
      />
      <TextInput
        type="date"
        className={classes.date}
        aria-label={words.to}
        leftSection={<span aria-hidden="true">{words.to}</span>}
        leftSectionWidth={34}
        data-set={to ? true : undefined}
        min={from}
        value={to ?? ''}
        onChange={(event) => onChange({ from, to: event.currentTarget.value || undefined })}
      />
    </div>
  )
}
