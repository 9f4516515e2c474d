import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { count, shortCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './time-chart.module.css'
import type { TimeChartProps } from './time-chart-props.ts'
import { axisTicks, type ChartSeries, pointTime, tickTime } from './time-series.ts'

// Where each point can be told from the next.
const dottedPoints = 31
const axis = { tickLine: false, tick: { fill: 'var(--gh-muted)', fontSize: 12 } } as const

/** The drawing of a TimeChart; a chunk of its own, since nothing else needs the library behind it. */
export function TimeChartDrawing(props: TimeChartProps & { height: number }) {
  const { label, series, points, stepMs, kind = 'bars', limit, height } = props
  const steps = { spanMs: stepMs * points.length, stepMs }
  const data = points.map(({ at, values }) => ({ at, ...values }))
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart
        data={data}
        title={label}
        margin={{ top: 8, right: kind === 'line' ? 24 : 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--gh-chart-grid)" />
        <XAxis
          {...axis}
          dataKey="at"
          ticks={axisTicks(points, steps)}
          axisLine={{ stroke: 'var(--gh-line-strong)' }}
          tickFormatter={(at: string) => tickTime(at, steps, text.locale)}
          minTickGap={24}
          interval="equidistantPreserveStart"
        />
        <YAxis
          {...axis}
          axisLine={false}
          width={44}
          allowDecimals={false}
          domain={[0, 'auto']}
          tickFormatter={(value: number) => shortCount(value, text.locale)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--gh-hover)', stroke: 'var(--gh-line-strong)' }}
          content={({ active, label: at }) => {
            const point = active ? points.find((each) => each.at === at) : undefined
            return point ? <Values {...{ point, series, stepMs }} /> : null
          }}
        />
        {drawSeries(props)}
        {limit ? (
          <ReferenceLine
            y={limit.value}
            ifOverflow="extendDomain"
            stroke="var(--gh-field)"
            strokeDasharray="4 3"
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

// A function and no component: the chart looks for its bars and lines among its own children.
function drawSeries({ series, points, kind = 'bars' }: TimeChartProps) {
  return series.map(({ id, label, tone }, index) =>
    kind === 'bars' ? (
      <Bar
        key={id}
        dataKey={id}
        name={label}
        stackId="all"
        fill={`var(--gh-chart-${tone})`}
        maxBarSize={28}
        // However little it is beside the highest, it is not nothing.
        minPointSize={(_, point) => (points[point]?.values[id] ? 2 : 0)}
        isAnimationActive={false}
      />
    ) : (
      <Line
        key={id}
        dataKey={id}
        name={label}
        stroke={`var(--gh-chart-${tone})`}
        strokeWidth={2}
        // One that lies under another shows around it.
        dot={
          points.length <= dottedPoints && {
            r: (series.length - index) * 2,
            fill: `var(--gh-chart-${tone})`,
            strokeWidth: 0,
          }
        }
        isAnimationActive={false}
      />
    ),
  )
}

interface ValuesProps {
  point: TimeChartProps['points'][number]
  series: readonly ChartSeries[]
  stepMs: number
}

function Values({ point, series, stepMs }: ValuesProps) {
  return (
    <div className={classes.values}>
      <p>{pointTime(point.at, stepMs, text.locale)}</p>
      <dl>
        {series.map(({ id, label, tone }) => (
          <div key={id} className={classes.value}>
            <dt className={classes.key} data-tone={tone}>
              {label}
            </dt>
            <dd>{count(point.values[id] ?? 0, text.locale)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
