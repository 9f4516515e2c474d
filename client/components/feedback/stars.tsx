import { IconStarFilled } from '@tabler/icons-react'
import { text } from '../../lib/text/feedback-text.ts'
import classes from './feedback.module.css'

/** How many stars were given; nothing where none were. */
export function Stars({ rating }: { rating: number | null }) {
  if (rating === null) return null
  return (
    <span className={classes.given} role="img" aria-label={text.stars(rating)}>
      {rating}
      <IconStarFilled size={13} aria-hidden="true" />
    </span>
  )
}
