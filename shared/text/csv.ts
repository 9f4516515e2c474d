/** Stands before everything else in a file, so that spreadsheets read it as UTF-8. */
export const csvByteOrderMark = '\uFEFF'

// A cell that begins with one of these is run as a formula by spreadsheets, the full-width forms by some of them.
const beginsFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/**
 * A record as in RFC 4180, with its line break: every cell in quotes, quotes doubled. A cell that a spreadsheet would
 * run as a formula gets an apostrophe in front; numbers stay as they are.
 */
export function csvLine(values: (string | number)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: string | number): string {
  if (typeof value === 'number') return `"${value}"`
  const text = beginsFormula.test(value) ? `'${value}` : value
  return `"${text.replaceAll('"', '""')}"`
}
