import { type CsvRecord, readCsv } from '#shared/text/read-csv.ts'

/** Somebody as the text gives them: nothing is checked yet. */
export interface GivenPerson {
  email: string
  name: string
  role: string
  /** Why it cannot be read as one person. */
  unreadable: 'quote' | 'columns' | null
}

type Column = 'name' | 'email' | 'role'
type Order = (Column | null)[]

const titles: Record<Column, readonly string[]> = {
  name: ['name', 'full name'],
  email: ['email', 'e-mail', 'mail', 'email address', 'e-mail address', 'address'],
  role: ['role'],
}
const columns = Object.keys(titles) as Column[]
const withName = /^(.*)<([^<>]*)>$/s

/**
 * The people of a pasted list or a CSV file, in their order: an address a line or several, `Ada <ada@example.com>`, or
 * records of name, e-mail and role, in the order of a first line that names them.
 */
export function readPeople(text: string): GivenPerson[] {
  const records = readCsv(text)
  const order = records[0] && orderOf(records[0])
  if (order) return records.slice(1).map((record) => byOrder(record, order))
  return records.flatMap(withoutOrder)
}

function orderOf({ cells }: CsvRecord): Order | null {
  const order = cells.map((cell) => {
    const title = cell.trim().toLowerCase()
    return columns.find((column) => titles[column].includes(title)) ?? null
  })
  return order.includes('email') ? order : null
}

function byOrder({ cells, open }: CsvRecord, order: Order): GivenPerson {
  const cellOf = (column: Column) => cells[order.indexOf(column)] ?? ''
  return person({ email: cellOf('email'), name: cellOf('name'), role: cellOf('role') }, open ? 'quote' : null)
}

function withoutOrder({ cells, open }: CsvRecord): GivenPerson[] {
  const given = cells.filter((cell) => cell.trim() !== '')
  const addresses = given.filter((cell) => cell.includes('@'))
  // Nobody has two addresses: these are several people on a line.
  if (addresses.length > 1) return given.map((email) => person({ email }, open ? 'quote' : null))
  const at = cells.findIndex((cell) => cell.includes('@'))
  const email = at < 0 && cells.length > 1 ? 1 : Math.max(at, 0)
  const [name = '', role = '', ...others] = [email === 0 ? '' : cells[0], ...cells.slice(email + 1)]
  const tooMany = email > 1 || others.some((cell) => cell?.trim() !== '')
  return [person({ email: cells[email], name, role }, open ? 'quote' : tooMany ? 'columns' : null)]
}

function person(given: Partial<Record<Column, string>>, unreadable: GivenPerson['unreadable']): GivenPerson {
  const { email = '', name = '', role = '' } = given
  const [, nameBefore = '', address = email] = withName.exec(email.trim()) ?? []
  return {
    email: address.trim(),
    name: name.trim() || nameBefore.trim().replace(/^"(.*)"$/, '$1'),
    role: role.trim(),
    unreadable,
  }
}
