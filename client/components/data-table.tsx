import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table'
import type { MouseEvent, ReactNode } from 'react'
import classes from './data-table.module.css'
import { Skeleton } from './skeleton.tsx'

// The server sorts, filters and pages, so the table only lays out columns and rows.
export const plainTable = tableFeatures({})
export type Column<Row extends RowData> = ColumnDef<typeof plainTable, Row>

export interface Sorting {
  column: string
  direction: 'asc' | 'desc'
  onSort: (column: string) => void
  /** Columns that can be sorted, with the words for their buttons. */
  columns: Record<string, string>
}

interface Props<Row extends RowData> {
  caption: string
  columns: Column<Row>[]
  /** Columns that give way first where there is little room. */
  minor?: readonly string[]
  rows: Row[]
  rowId: (row: Row) => string
  /** A row as three lines, where there is no room for columns. */
  renderCard: (row: Row) => ReactNode
  onOpen?: (row: Row) => void
  sorting?: Sorting
  /** Shows this many empty rows of the same height instead. */
  loadingRows?: number
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input') !== null

/** A list as a table with a sticky header, or as cards on a narrow screen. */
export function DataTable<Row extends RowData>(props: Props<Row>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  return narrow ? <Cards {...props} /> : <Columns {...props} />
}

function Columns<Row extends RowData>(props: Props<Row>) {
  const { caption, columns, minor = [], rows, rowId, onOpen, sorting, loadingRows = 0 } = props
  const isMinor = (id: string | undefined) => (id && minor.includes(id)) || undefined
  const table = useTable({ features: plainTable, columns, data: rows, getRowId: rowId })
  return (
    <div className={classes.frame} aria-busy={loadingRows > 0}>
      <table className={classes.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  data-column={header.id}
                  data-minor={isMinor(header.id)}
                  aria-sort={
                    sorting?.column === header.id
                      ? sorting.direction === 'asc'
                        ? 'ascending'
                        : 'descending'
                      : undefined
                  }
                >
                  <HeaderCell id={header.id} sorting={sorting}>
                    <table.FlexRender header={header} />
                  </HeaderCell>
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {loadingRows > 0
            ? Array.from({ length: loadingRows }, (_, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have nothing else to tell them apart
                <tr key={row}>
                  {columns.map((column, index) => (
                    <td key={column.id ?? index} data-minor={isMinor(column.id)}>
                      <Skeleton width={index === 0 ? '70%' : '50%'} />
                    </td>
                  ))}
                </tr>
              ))
            : table.getRowModel().rows.map((row) => (
                <tr
                  key={row.id}
                  data-opens={onOpen ? true : undefined}
                  onClick={(event: MouseEvent) => {
                    if (!isControl(event.target)) onOpen?.(row.original)
                  }}
                >
                  {row.getAllCells().map((cell) => (
                    <td key={cell.id} data-column={cell.column.id} data-minor={isMinor(cell.column.id)}>
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  )
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

function Cards<Row extends RowData>({
  caption,
  rows,
  rowId,
  renderCard,
  onOpen,
  loadingRows = 0,
}: Props<Row>) {
  return (
    <ul className={classes.frame} aria-label={caption} aria-busy={loadingRows > 0}>
      {loadingRows > 0
        ? Array.from({ length: loadingRows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: empty cards have nothing else to tell them apart
            <li key={row} className={classes.card}>
              <Skeleton width="60%" />
            </li>
          ))
        : rows.map((row) => (
            <Card key={rowId(row)} onOpen={onOpen && (() => onOpen(row))}>
              {renderCard(row)}
            </Card>
          ))}
    </ul>
  )
}

function Card({ onOpen, children }: { onOpen?: () => void; children: ReactNode }) {
  return (
    // The keyboard opens it by the link inside; the whole card is only a larger target for a finger.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is the keyboard's way
    <li
      className={classes.card}
      data-opens={onOpen ? true : undefined}
      onClick={(event) => {
        if (!isControl(event.target)) onOpen?.()
      }}
    >
      {children}
    </li>
  )
}

/** The three lines of a card: what it is, what it says, and the end of the first line. */
export function CardLines(props: { title: ReactNode; end?: ReactNode; lines: ReactNode[] }) {
  return (
    <>
      <div className={classes.cardTop}>
        <div className={classes.cardTitle}>{props.title}</div>
        {props.end}
      </div>
      {props.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a card have a fixed order
        <div key={index} className={classes.cardLine}>
          {line}
        </div>
      ))}
    </>
  )
}

/** The first cell of a row: a name, and a second line that says which one. */
export function NameCell({ lead, name, second }: { lead?: ReactNode; name: ReactNode; second: ReactNode }) {
  return (
    <div className={classes.name}>
      {lead}
      <div className={classes.nameLines}>
        <div className={classes.first}>{name}</div>
        <div className={classes.second}>{second}</div>
      </div>
    </div>
  )
}
