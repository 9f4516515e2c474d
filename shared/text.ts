import { z } from 'zod'

// C0 and C1 controls, DEL, line and paragraph separators, and the marks that reverse the reading direction.
const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** One line of text from outside: trimmed, of bounded length, without control or direction-changing characters. */
export const line = (options: { min?: number; max: number }) =>
  z
    .string()
    .max(options.max, `At most ${options.max} characters.`)
    .trim()
    .min(options.min ?? 0, options.min === 1 ? 'Required.' : `At least ${options.min ?? 0} characters.`)
    .refine((value) => !forbidden.test(value), 'Contains characters that are not allowed.')

/** An identifier we made: letters, digits, `-` and `_`. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Not an id.')
