import type { RowData } from '@tanstack/react-table'
import { memo, type Ref, useEffect, useRef } from 'react'
import { useVirtualRows } from '../../lib/table/use-virtual-rows.ts'
import { text } from '../../lib/text/text.ts'
import { Skeleton } from '../page/skeleton.tsx'
import { Checkbox } from './checkbox.tsx'
import classes from './data-table.module.css'
import { type DataTableProps, isControl } from './data-table-types.ts'
import { CardTools } from './table-tools.tsx'

const cardHeight = 96

/** The rows of a DataTable as cards. */
export function TableCards<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, rows, rowId, onNearEnd, loadingRows = 0 } = props
  const frame = useRef<HTMLUListElement>(null)
  const view = useVirtualRows({ count: rows.length, rowHeight: cardHeight, frame })
  const nearEnd = view.virtual && view.end >= rows.length - 10
  useEffect(() => {
    if (nearEnd) onNearEnd?.()
  }, [nearEnd, onNearEnd])

  if (loadingRows > 0) return <EmptyCards {...props} />
  return (
    <>
      <CardTools {...props} />
      <ul className={classes.frame} aria-label={caption} data-virtual={view.virtual || undefined} ref={frame}>
        {view.roomBefore > 0 ? <li aria-hidden="true" style={{ height: view.roomBefore }} /> : null}
        {view.indexes.map((index) => {
          const row = rows[index]
          if (!row) return null
          const id = rowId(row)
          return <Card key={id} {...props} {...{ id, row, index }} measure={view.measure} />
        })}
        {view.roomAfter > 0 ? <li aria-hidden="true" style={{ height: view.roomAfter }} /> : null}
      </ul>
    </>
  )
}

interface CardProps<Row extends RowData> extends DataTableProps<Row> {
  row: Row
  id: string
  index: number
  measure: Ref<HTMLLIElement> | undefined
}

function Lines<Row extends RowData>(props: CardProps<Row>) {
  const { row, id, index, measure, renderCard, onOpen, selection, selectionName } = props
  return (
    // The keyboard opens it by the link inside; the whole card is only a larger target for a finger.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is the keyboard's way
    <li
      ref={measure}
      data-index={index}
      className={classes.card}
      data-opens={onOpen ? true : undefined}
      onClick={(event) => {
        if (!isControl(event.target)) onOpen?.(row)
      }}
    >
      {selection ? (
        <Checkbox
          label={text.components.table.select(selectionName?.(row) ?? id)}
          checked={selection.ids.has(id)}
          onToggle={(range) => selection.toggle(id, range)}
        />
      ) : null}
      <div className={classes.cardLines}>{renderCard(row)}</div>
    </li>
  )
}

// While the list is scrolled only the cards that come into sight are drawn.
const Card = memo(Lines) as typeof Lines

// As high as cards with three lines, so that nothing moves when they come.
function EmptyCards<Row extends RowData>(props: DataTableProps<Row>) {
  return (
    <>
      <CardTools {...props} selection={undefined} />
      <ul className={classes.frame} aria-label={props.caption} aria-busy="true">
        {Array.from({ length: props.loadingRows ?? 0 }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty cards have nothing else to tell them apart
          <li key={row} className={classes.card}>
            <Skeleton width="60%" height={57} />
          </li>
        ))}
      </ul>
    </>
  )
}
