import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useId } from 'react'
import { text } from '../../lib/text/feedback-text.ts'
import classes from './feedback.module.css'

const amounts = [1, 2, 3, 4, 5]

interface Props {
  /** Null: none are given. */
  value: number | null
  onChange: (value: number | null) => void
}

/** One to five stars, or none: radio buttons, so that arrow keys and screen readers know them. */
export function StarField({ value, onChange }: Props) {
  const name = useId()
  return (
    <fieldset className={classes.stars}>
      <legend>{text.rating}</legend>
      <div className={classes.row}>
        {amounts.map((amount) => (
          <label key={amount} className={classes.star} data-on={amount <= (value ?? 0) || undefined}>
            <input
              type="radio"
              name={name}
              value={amount}
              checked={amount === value}
              aria-label={text.stars(amount)}
              onChange={() => onChange(amount)}
            />
            {amount <= (value ?? 0) ? (
              <IconStarFilled size={22} aria-hidden="true" />
            ) : (
              <IconStar size={22} stroke={1.5} aria-hidden="true" />
            )}
          </label>
        ))}
        {value === null ? null : (
          <button type="button" className={classes.none} onClick={() => onChange(null)}>
            {text.noRating}
          </button>
        )}
      </div>
    </fieldset>
  )
}
