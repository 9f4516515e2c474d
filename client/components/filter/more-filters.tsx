import { Button, Popover } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { text } from '../../lib/text/text.ts'
import classes from './filter-bar.module.css'

interface Props {
  /** How many of the filters in it are set. */
  set: number
  children: ReactNode
}

/** The filters that are not asked for every day: behind one button, so that the bar stays one line. */
export function MoreFilters({ set, children }: Props) {
  return (
    <Popover position="bottom-start" shadow="md" transitionProps={{ duration: 120 }} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.opener}
          data-set={set > 0 || undefined}
          leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />}
        >
          {text.components.moreFilters(set)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.popover}>{children}</Popover.Dropdown>
    </Popover>
  )
}

/** One of them, under its name. */
export function NamedFilter({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className={classes.named}>
      <legend>{name}</legend>
      {children}
    </fieldset>
  )
}
