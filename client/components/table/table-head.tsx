import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactTable, RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import type { DataTableProps, plainTable, Sorting } from './data-table-types.ts'
import { SelectAll } from './table-tools.tsx'

interface Props<Row extends RowData> extends DataTableProps<Row> {
  table: ReactTable<typeof plainTable, Row>
  /** Of the cells in pixels, where they are fixed. */
  widths: readonly number[] | null
}

/** The header of a DataTable. */
export function TableHead<Row extends RowData>({
  table,
  minor = [],
  sorting,
  selection,
  widths,
}: Props<Row>) {
  const first = selection ? 1 : 0
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {selection ? (
            <th scope="col" data-column="select">
              <SelectAll selection={selection} />
            </th>
          ) : null}
          {group.headers.map((header, index) => (
            <th
              key={header.id}
              scope="col"
              data-column={header.id}
              data-main={index === 0 || undefined}
              data-minor={minor.includes(header.id) || undefined}
              aria-sort={sortOf(header.id, sorting)}
              style={{ width: index === 0 ? undefined : widths?.[index + first] }}
            >
              <HeaderCell id={header.id} sorting={sorting}>
                <table.FlexRender header={header} />
              </HeaderCell>
            </th>
          ))}
        </tr>
      ))}
    </thead>
  )
}

function sortOf(id: string, sorting: Sorting | undefined) {
  if (sorting?.column !== id) return undefined
  return sorting.direction === 'asc' ? 'ascending' : 'descending'
}

function HeaderCell({ id, sorting, children }: { id: string; sorting?: Sorting; children: ReactNode }) {
  const label = sorting?.columns[id]
  if (!sorting || !label) return children
  const Icon = sorting.direction === 'asc' ? IconArrowUp : IconArrowDown
  return (
    <button type="button" className={classes.sort} onClick={() => sorting.onSort(id)} title={label}>
      {children}
      {sorting.column === id ? <Icon size={13} stroke={2} aria-hidden="true" /> : null}
    </button>
  )
}
