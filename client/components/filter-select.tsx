import { Button, NativeSelect } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { text } from '../lib/text.ts'
import classes from './filter-bar.module.css'

interface Props<Value extends string> {
  label: string
  /** What stands for no filter. */
  any: string
  options: readonly { value: Value; label: string }[]
  value: Value | undefined
  onChange: (value: Value | undefined) => void
}

/** One filter of a list; the browser's own menu, which every keyboard and phone knows. */
export function FilterSelect<Value extends string>({ label, any, options, value, onChange }: Props<Value>) {
  return (
    <NativeSelect
      className={classes.select}
      aria-label={label}
      data-set={value === undefined ? undefined : true}
      rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
      data={[{ value: '', label: any }, ...options]}
      value={value ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChange(options.find((option) => option.value === chosen)?.value)
      }}
    />
  )
}

interface BarProps {
  children: ReactNode
  /** Takes every filter away; given only while one is set. */
  onClear?: () => void
  /** What stands at the end of the bar: the choice of columns, an export. */
  end?: ReactNode
}

/** The filters of a list, directly above it. */
export function FilterBar({ children, onClear, end }: BarProps) {
  return (
    <search className={classes.bar}>
      {children}
      {onClear ? (
        <Button variant="subtle" onClick={onClear}>
          {text.common.clear}
        </Button>
      ) : null}
      {end ? <div className={classes.end}>{end}</div> : null}
    </search>
  )
}
