import { ActionIcon, Popover } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { text } from '../../../lib/text/text.ts'
import classes from './column-menu.module.css'
import type { ColumnChoice } from './use-column-choice.ts'

const words = text.components.table

/** The choice of columns, at the end of the filters; cards have none, so it gives way on a narrow screen. */
export function ColumnMenu({ choice }: { choice: ColumnChoice }) {
  return (
    <Popover position="bottom-end" shadow="md" transitionProps={{ duration: 120 }} trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          className={classes.button}
          aria-label={words.columns}
          title={words.columns}
        >
          <IconColumns3 size={16} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className={classes.list}>
          <legend className="visually-hidden">{words.columns}</legend>
          {Object.entries(choice.columns).map(([id, label]) => (
            <label key={id} className={classes.item}>
              <input
                type="checkbox"
                checked={!choice.hidden.includes(id)}
                onChange={() => choice.toggle(id)}
              />
              {label}
            </label>
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  )
}
