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
import { text } from '../../lib/text/text.ts'
import classes from './time-chart.module.css'
import type { TimeChartProps } from './time-chart-props.ts'
import { axisTicks, type ChartSeries, chartNumber, pointTime, tickTime } from './time-series.ts'

const axis = { tickLine: false, tick: { fill: 'var(--gh-muted)', fontSize: 12 } } as const

/** The drawing of a TimeChart; a chunk of its own, since nothing else needs the library behind it. */
export default function TimeChartDrawing(props: TimeChartProps & { height: number }) {
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
          tickFormatter={(value: number) => chartNumber(value, text.locale, 'short')}
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
  return series.map(({ id, label, tone }) =>
    kind === 'bars' ? (
      <Bar
        key={id}
        dataKey={id}
        name={label}
        stackId="all"
        fill={`var(--gh-chart-${tone})`}
        maxBarSize={28}
        isAnimationActive={false}
      />
    ) : (
      <Line
        key={id}
        dataKey={id}
        name={label}
        stroke={`var(--gh-chart-${tone})`}
        strokeWidth={2}
        dot={points.length < 2}
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
            <dd>{chartNumber(point.values[id] ?? 0, text.locale)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
