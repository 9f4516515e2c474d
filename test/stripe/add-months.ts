/** So many months after a moment, in seconds since 1970: on the same day in UTC, or the last of a month without it. */
export function addMonths(seconds: number, months: number): number {
  const from = new Date(seconds * 1000)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const moved = new Date(from)
  moved.setUTCDate(1)
  moved.setUTCMonth(month)
  moved.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return moved.getTime() / 1000
}
