import classes from './meter.module.css'

interface Props {
  label: string
  value: number
  max: number
  blocked: boolean
  /** What is read out instead of the bare number. */
  valueText: string
}

/** How much of a limit is used: from zero, the limit at the right end. */
export function Meter({ label, value, max, blocked, valueText }: Props) {
  const share = max > 0 ? Math.min(1, value / max) : 1
  return (
    // A <meter> cannot be styled alike in every browser, nor say its value in words.
    // biome-ignore lint/a11y/useSemanticElements: the role carries the same meaning
    <div
      className={classes.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(Math.ceil(value), max)}
      aria-valuetext={valueText}
    >
      {share > 0 ? (
        <div
          className={classes.fill}
          data-state={blocked ? 'blocked' : share >= 0.8 ? 'near' : 'passing'}
          style={{ width: `${share * 100}%` }}
        />
      ) : null}
    </div>
  )
}
