import type { Session } from '../../service-context.ts'

const freshMs = 10 * 60 * 1000

/** Whether the user signed in, or entered the password again, within the last ten minutes. */
export function isFresh({ confirmedAt }: Pick<Session, 'confirmedAt'>, now: Date): boolean {
  return now.getTime() - confirmedAt.getTime() <= freshMs
}
