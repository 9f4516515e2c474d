import { type RowData, type Row as RowOf, useTable } from '@tanstack/react-table'
import { useEffect, useMemo, useRef } from 'react'
import { useFixedWidths } from '../../lib/table/use-fixed-widths.ts'
import { useRowFocus } from '../../lib/table/use-row-focus.ts'
import { useRowMemory } from '../../lib/table/use-row-memory.ts'
import { useVirtualRows } from '../../lib/table/use-virtual-rows.ts'
import classes from './data-table.module.css'
import { type DataTableProps, plainTable } from './data-table-types.ts'
import { TableHead } from './table-head.tsx'
import { EmptyRow, TableRow } from './table-row.tsx'

const rowHeight = 40
const none: readonly string[] = []

/** The rows of a DataTable as a table; the arrows move between rows, Enter opens one, the space bar selects it, Escape lets go of all. */
export function TableColumns<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, columns, hidden = none, rows, rowId, onNearEnd, loadingRows = 0 } = props
  const shown = useMemo(() => columns.filter(({ id }) => !id || !hidden.includes(id)), [columns, hidden])
  const table = useTable({ features: plainTable, columns: shown, data: rows, getRowId: rowId })
  const frame = useRef<HTMLDivElement>(null)
  const view = useVirtualRows({ count: loadingRows > 0 ? 0 : rows.length, rowHeight, frame })
  const focus = useRowFocus({ frame, count: rows.length, scrollTo: view.scrollTo })
  useRowMemory({ frame, rows, rowId, focusRow: focus.focusRow })
  const widths = useFixedWidths({ frame, active: view.virtual, columns: shown.map(({ id }) => id).join() })
  const nearEnd = view.virtual && view.end >= rows.length - 10
  useEffect(() => {
    if (nearEnd) onNearEnd?.()
  }, [nearEnd, onNearEnd])

  return (
    <div
      className={classes.frame}
      aria-busy={loadingRows > 0}
      data-virtual={view.virtual || undefined}
      ref={frame}
    >
      <table
        className={classes.table}
        data-fixed={widths ? true : undefined}
        aria-rowcount={view.virtual ? rows.length + 1 : undefined}
      >
        <caption className="visually-hidden">{caption}</caption>
        <TableHead {...props} table={table} widths={widths} />
        <TableBody {...props} {...{ view, focus }} columns={shown} tableRows={table.getRowModel().rows} />
      </table>
    </div>
  )
}

interface BodyProps<Row extends RowData> extends DataTableProps<Row> {
  tableRows: readonly RowOf<typeof plainTable, Row>[]
  view: ReturnType<typeof useVirtualRows>
  focus: ReturnType<typeof useRowFocus>
}

function TableBody<Row extends RowData>(props: BodyProps<Row>) {
  const { tableRows, view, focus, onOpen, selection, selectionName, minor, loadingRows = 0 } = props
  const steady = useSteadyActs(props)
  const act = (key: string, index: number, range: boolean) => {
    const row = tableRows[index]
    if (!row) return false
    if (key === 'Enter' && onOpen) onOpen(row.original)
    else if (key === ' ' && selection) selection.toggle(row.id, range)
    else if (key === 'Escape' && selection) selection.clear()
    else return false
    return true
  }
  const reachable = Boolean(onOpen ?? selection)
  return (
    <tbody onKeyDown={(event) => focus.onKeyDown(event, act)}>
      {view.roomBefore > 0 ? <Room height={view.roomBefore} /> : null}
      {Array.from({ length: loadingRows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have nothing else to tell them apart
        <EmptyRow key={row} {...props} />
      ))}
      {view.indexes.map((index) => {
        const row = tableRows[index]
        return row ? (
          <TableRow
            key={row.id}
            row={row}
            index={index}
            columns={props.columns}
            virtual={view.virtual}
            measure={view.measure}
            tabIndex={reachable ? (index === focus.current ? 0 : -1) : undefined}
            minor={minor}
            onOpen={onOpen && steady.open}
            selectName={selection && (selectionName?.(row.original) ?? row.id)}
            selected={selection?.ids.has(row.id) ?? false}
            onToggle={steady.toggle}
          />
        ) : null
      })}
      {view.roomAfter > 0 ? <Room height={view.roomAfter} /> : null}
    </tbody>
  )
}

// The same functions at every render: what the page does with a row is no reason to draw the row anew.
function useSteadyActs<Row extends RowData>({ onOpen, selection }: DataTableProps<Row>) {
  const latest = useRef({ onOpen, selection })
  useEffect(() => {
    latest.current = { onOpen, selection }
  })
  return useMemo(
    () => ({
      open: (row: Row) => latest.current.onOpen?.(row),
      toggle: (id: string, range: boolean) => latest.current.selection?.toggle(id, range),
    }),
    [],
  )
}

// Where the rows would be that are not in sight.
function Room({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: such a row cannot be reached
    <tr aria-hidden="true">
      <td className={classes.room} style={{ height }} />
    </tr>
  )
}
