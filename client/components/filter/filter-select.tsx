import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconChevronDown, IconFilterOff } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { text } from '../../lib/text/text.ts'
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
  /** Filters that a phone shows only when they are asked for, and how many of them are set. */
  folded?: { filters: ReactNode; set: number }
  /** Takes every filter away. */
  onClear?: () => void
  /** Whether one is set, so that there is something to take away. */
  filtered?: boolean
  /** What stands at the end of the bar: the choice of columns, an export. */
  end?: ReactNode
}

/** The filters of a list, directly above it. */
export function FilterBar({ children, folded, onClear, filtered = false, end }: BarProps) {
  return (
    <search className={classes.bar} data-full={end ? true : undefined}>
      {children}
      {folded ? <Folded {...folded} /> : null}
      {onClear ? (
        <ActionIcon
          size={36}
          className={classes.clear}
          data-idle={!filtered || undefined}
          aria-label={text.common.clear}
          title={text.common.clear}
          onClick={onClear}
        >
          <IconFilterOff size={16} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      ) : null}
      {end ? <div className={classes.end}>{end}</div> : null}
    </search>
  )
}

function Folded({ filters, set }: { filters: ReactNode; set: number }) {
  const id = useId()
  const [open, setOpen] = useState(set > 0)
  return (
    <>
      <Button
        className={classes.fold}
        variant="default"
        aria-expanded={open}
        aria-controls={id}
        leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />}
        onClick={() => setOpen(!open)}
      >
        {text.components.filters(set)}
      </Button>
      <div id={id} className={classes.folded} data-open={open || undefined}>
        {filters}
      </div>
    </>
  )
}
