import { csvByteOrderMark } from './csv.ts'

const separators = [',', ';', '\t']
// What `csvLine` puts in front of a formula, and spreadsheets keep.
const defused = /^'(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/

export interface CsvRecord {
  cells: string[]
  /** Whether a quotation mark was never closed, so that the rest of the file is in the last cell. */
  open: boolean
}

/**
 * The records of a file as spreadsheets write it: with or without the mark in front, lines ended in any way, cells
 * parted by the separator that the file has most of, quoted or not. Empty lines are left out; no text is refused.
 */
export function readCsv(text: string): CsvRecord[] {
  const file = text.startsWith(csvByteOrderMark) ? text.slice(1) : text
  const separator = separatorOf(file)
  const records: CsvRecord[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    cells.push(cell.replace(defused, ''))
    cell = ''
  }
  const endRecord = () => {
    endCell()
    if (cells.some((each) => each.trim() !== '')) records.push({ cells, open: quoted })
    cells = []
  }
  for (let at = 0; at < file.length; at++) {
    const character = file.charAt(at)
    if (quoted && character === '"') {
      if (file[at + 1] === '"') cell += file.charAt(at++)
      else quoted = false
    } else if (quoted) cell += character
    else if (character === '"' && cell.trim() === '') {
      cell = ''
      quoted = true
    } else if (character === separator) endCell()
    else if (character === '\n' || character === '\r') endRecord()
    else cell += character
  }
  endRecord()
  return records
}

function separatorOf(file: string): string {
  const bare = file.replace(/"[^"]*"/g, '')
  const counted = separators.map((separator) => ({ separator, times: bare.split(separator).length }))
  return counted.reduce((best, next) => (next.times > best.times ? next : best)).separator
}
