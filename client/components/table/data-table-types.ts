import { type ColumnDef, type RowData, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { Selection } from '../../lib/table/use-selection.ts'

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

export interface DataTableProps<Row extends RowData> {
  caption: string
  columns: Column<Row>[]
  /** Columns that give way first where there is little room. */
  minor?: readonly string[]
  /** Columns that the reader does not want to see. */
  hidden?: readonly string[]
  rows: Row[]
  rowId: (row: Row) => string
  /** A row as three lines, where there is no room for columns. */
  renderCard: (row: Row) => ReactNode
  /** By click, and by Enter on the row. */
  onOpen?: (row: Row) => void
  sorting?: Sorting
  /** With a box before each row; `selectionName` says whose box it is. */
  selection?: Selection
  selectionName?: (row: Row) => string
  /** The last rows come into sight: time to load more. */
  onNearEnd?: () => void
  /** Shows this many empty rows of the same height instead. */
  loadingRows?: number
}

/** Whether a click on the row was meant for what stands in it. */
export const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, label, [role="menu"]') !== null
