import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import type { RowData } from '@tanstack/react-table'
import type { Selection } from '../../lib/table/use-selection.ts'
import { text } from '../../lib/text/text.ts'
import { Checkbox } from './checkbox.tsx'
import classes from './data-table.module.css'
import type { DataTableProps, Sorting } from './data-table-types.ts'

const words = text.components.table

/** The box of all rows that are loaded. */
export function SelectAll({ selection }: { selection: Selection }) {
  return (
    <Checkbox
      label={words.selectAll}
      checked={selection.extent === 'all'}
      mixed={selection.extent === 'some'}
      onToggle={selection.toggleAll}
    />
  )
}

/** Above cards: what the header of a table would offer. */
export function CardTools<Row extends RowData>({ sorting, selection }: DataTableProps<Row>) {
  if (!sorting && !selection) return null
  return (
    <div className={classes.tools}>
      {selection ? <SelectAll selection={selection} /> : null}
      {sorting ? <SortChoice sorting={sorting} /> : null}
    </div>
  )
}

function SortChoice({ sorting: { column, direction, columns, onSort } }: { sorting: Sorting }) {
  const Arrow = direction === 'asc' ? IconArrowUp : IconArrowDown
  return (
    <div className={classes.sortChoice}>
      <NativeSelect
        size="sm"
        aria-label={words.sort}
        rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
        data={Object.entries(columns).map(([value, label]) => ({ value, label }))}
        value={column}
        onChange={(event) => onSort(event.currentTarget.value)}
      />
      <ActionIcon
        size={36}
        variant="default"
        aria-label={words.orders[direction]}
        onClick={() => onSort(column)}
      >
        <Arrow size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}
