import { lazy, Suspense, useState } from 'react'
import { text } from '../../lib/text/text.ts'
import { ChartTable } from './chart-table.tsx'
import classes from './time-chart.module.css'
import type { TimeChartProps } from './time-chart-props.ts'

const Drawing = lazy(() => import('./time-chart-drawing.tsx'))
const words = text.components.chart

/** Numbers over time: drawn, or as a table for readers who prefer one. The drawing is loaded only where one is shown. */
export function TimeChart(props: TimeChartProps) {
  const { label, series, points, height = 220, loading = false, empty = words.empty } = props
  const [asTable, setAsTable] = useState(false)
  const nothing = !loading && points.every(({ values }) => series.every(({ id }) => !values[id]))
  return (
    <figure className={classes.root} aria-label={label} aria-busy={loading}>
      <div className={classes.top}>
        <ul className={classes.legend}>
          {series.map(({ id, label, tone }) => (
            <li key={id} className={classes.key} data-tone={tone}>
              {label}
            </li>
          ))}
          {props.limit ? <li className={classes.limitKey}>{props.limit.label}</li> : null}
        </ul>
        <button type="button" className={classes.toggle} onClick={() => setAsTable(!asTable)}>
          {asTable ? words.asChart : words.asTable}
        </button>
      </div>
      {asTable ? (
        <ChartTable {...props} height={height} />
      ) : (
        <div className={classes.plot} style={{ height }}>
          {loading ? null : nothing ? (
            <p className={classes.empty}>{empty}</p>
          ) : (
            <Suspense fallback={<div aria-busy="true" />}>
              <Drawing {...props} height={height} />
            </Suspense>
          )}
        </div>
      )}
    </figure>
  )
}
