import { secretText } from './text.ts'

/** The name of a time zone as IANA has it, such as `Europe/Berlin`. */
export const timeZoneSchema = secretText({ min: 1, max: 64 }).refine(isTimeZone, {
  error: 'There is no such time zone. Write it as “Europe/Berlin”.',
})

// An offset such as `+02:00` is none: it knows no summer.
function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
