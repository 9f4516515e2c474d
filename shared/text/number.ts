import { z } from 'zod'

const shown = (value: number) => value.toLocaleString('en')

/** A whole number from `min` to `max`, refused with words that a form can show. */
export const wholeNumber = ({ min, max }: { min: number; max: number }) =>
  z
    .number('A number.')
    .int('A whole number.')
    .min(min, `At least ${shown(min)}.`)
    .max(max, `At most ${shown(max)}.`)
