import { z } from 'zod'

/** The code an authenticator shows: six digits, however they are grouped. */
export const oneTimeCodeSchema = z
  .string()
  .max(20)
  .transform((code) => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Six digits.'))

/** One of the ten codes that were shown once, for users who have lost their authenticator. */
export const recoveryCodeSchema = z
  .string()
  .max(40)
  .transform((code) => code.trim())
  .pipe(z.string().regex(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/, 'Two groups of five letters and digits.'))

/** What the forms of the second step hold. */
export const oneTimeCodeInput = z.object({ code: oneTimeCodeSchema })
export const recoveryCodeInput = z.object({ code: recoveryCodeSchema })
