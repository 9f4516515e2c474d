import { FlexRender, type RowData, type Row as RowOf } from '@tanstack/react-table'
import { memo, type Ref } from 'react'
import { text } from '../../lib/text/text.ts'
import { Skeleton } from '../page/skeleton.tsx'
import { Checkbox } from './checkbox.tsx'
import classes from './data-table.module.css'
import { type Column, type DataTableProps, isControl, type plainTable } from './data-table-types.ts'

interface Props<Row extends RowData> {
  row: RowOf<typeof plainTable, Row>
  index: number
  /** Those that are shown: another choice of them draws the row anew. */
  columns: readonly Column<Row>[]
  /** Whether other rows are missing from the page, so that this one must say its number. */
  virtual: boolean
  measure: Ref<HTMLTableRowElement> | undefined
  tabIndex: 0 | -1 | undefined
  minor: readonly string[] | undefined
  onOpen: ((row: Row) => void) | undefined
  /** Whose box stands before the row; undefined where none does. */
  selectName: string | undefined
  selected: boolean
  onToggle: (id: string, range: boolean) => void
}

function Cells<Row extends RowData>(props: Props<Row>) {
  const { row, index, virtual, measure, tabIndex, minor = [], onOpen, selectName, selected, onToggle } = props
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={virtual ? index + 2 : undefined}
      data-selected={selected || undefined}
      tabIndex={tabIndex}
      data-opens={onOpen ? true : undefined}
      onClick={(event) => {
        if (!isControl(event.target)) onOpen?.(row.original)
      }}
    >
      {selectName === undefined ? null : (
        <td data-column="select">
          <Checkbox
            label={text.components.table.select(selectName)}
            checked={selected}
            onToggle={(range) => onToggle(row.id, range)}
          />
        </td>
      )}
      {row.getAllCells().map((cell, position) => (
        <td
          key={cell.id}
          data-column={cell.column.id}
          data-main={position === 0 || undefined}
          data-minor={minor.includes(cell.column.id) || undefined}
        >
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}

/** One row of a DataTable; drawn anew only when something of its own has changed. */
export const TableRow = memo(Cells) as typeof Cells

/** Room for a row that is loading. */
export function EmptyRow<Row extends RowData>({ columns, minor = [], selection }: DataTableProps<Row>) {
  return (
    <tr>
      {selection ? <td data-column="select" className={classes.emptyBox} /> : null}
      {columns.map(({ id = '' }, position) => (
        <td
          key={id || position}
          data-main={position === 0 || undefined}
          data-minor={minor.includes(id) || undefined}
        >
          <Skeleton width={position === 0 ? '70%' : '50%'} />
        </td>
      ))}
    </tr>
  )
}
