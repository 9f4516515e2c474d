import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './time-chart.module.css'
import type { TimeChartProps } from './time-chart-props.ts'
import { pointTime } from './time-series.ts'

/** The same numbers as rows, the newest first. */
export function ChartTable({ label, series, points, stepMs, height }: TimeChartProps & { height: number }) {
  return (
    // What scrolls must be reachable by the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
    <section className={classes.tableFrame} style={{ height }} tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{text.components.chart.time}</th>
            {series.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">
                <time dateTime={at}>{pointTime(at, stepMs, text.locale)}</time>
              </th>
              {series.map(({ id }) => (
                <td key={id}>{count(values[id] ?? 0, text.locale)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
