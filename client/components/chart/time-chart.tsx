import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { part } from '../../lib/part/part.ts'
import { exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { lazyPart } from '../part/lazy-part.tsx'
import { ChartTable } from './chart-table.tsx'
import classes from './time-chart.module.css'
import type { TimeChartProps } from './time-chart-props.ts'
import { mergePoints, pointsWithData } from './time-series.ts'

const Drawing = lazyPart(
  part(() => import('./time-chart-drawing.tsx')),
  'TimeChartDrawing',
  <div aria-busy="true" />,
)
const words = text.components.chart

const noteHeight = 32
// A bar has a few pixels of its own on either.
const mostBars = { wide: 200, narrow: 64 }

// What is drawn: bars from where something was counted on, and no more of them than there is room for.
function useDrawn({ points, stepMs, kind = 'bars' }: TimeChartProps) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  if (kind === 'line') return { points, stepMs, since: null }
  const held = pointsWithData(points)
  const since = held === points ? null : (held[0]?.at ?? null)
  return { ...mergePoints(held, stepMs, narrow ? mostBars.narrow : mostBars.wide), since }
}

/** Numbers over time: drawn, or as a table for readers who prefer one. The drawing is loaded only where one is shown. */
export function TimeChart(props: TimeChartProps) {
  const { label, series, points, height = 220, loading = false, empty = words.empty } = props
  const [asTable, setAsTable] = useState(false)
  const { since, ...drawn } = useDrawn(props)
  // With the words below it the chart is as high as one beside it without them.
  const drawnHeight = since ? height - noteHeight : height
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
        <div className={classes.plot} style={{ height: drawnHeight }}>
          {loading ? null : nothing ? (
            <p className={classes.empty}>{empty}</p>
          ) : (
            <Drawing {...props} {...drawn} height={drawnHeight} />
          )}
        </div>
      )}
      {since && !asTable ? (
        <figcaption className={classes.since}>
          {words.nothingBefore(exactTime(new Date(since), text.locale))}
        </figcaption>
      ) : null}
    </figure>
  )
}
