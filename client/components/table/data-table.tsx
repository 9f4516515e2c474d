import { useMediaQuery } from '@mantine/hooks'
import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import type { DataTableProps } from './data-table-types.ts'
import { TableCards } from './table-cards.tsx'
import { TableColumns } from './table-columns.tsx'

export type { Column, Sorting } from './data-table-types.ts'

/** A list as a table with a sticky header, or as cards on a narrow screen; of a long one only what is in sight. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  return narrow ? <TableCards {...props} /> : <TableColumns {...props} />
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
