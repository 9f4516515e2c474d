import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import * as ownSchema from '#drizzle/schema/index.ts'
import type { RunnableParts } from '#server/product/product-hooks.ts'

type Schema = Record<string, unknown>
type Declared = RunnableParts['personalData']

// Columns that say whom a row is about, also where no foreign key does.
const tellingNames = /(^|_)(user|person|owner|author|member|assignee|creator)(_id)?$|_by$|(^|_)e?mail$/

const tablesOf = (schema: Schema) =>
  Object.entries(schema).flatMap(([name, table]) =>
    is(table, PgTable) ? [{ ...getTableConfig(table), name, table }] : [],
  )
type Table = ReturnType<typeof tablesOf>[number]

const ownTables = tablesOf(ownSchema)

/**
 * Which tables of the product do not say what becomes of a person's data, a sentence each. That of the fields of people
 * is exported and erased without a word.
 */
export function findTableProblems(
  schema: Schema,
  personalData: Declared,
  people: RunnableParts['people'] = null,
): string[] {
  const tables = tablesOf(schema)
  const all = [...tables, ...ownTables]
  const others = tables.filter(({ table }) => table !== people)
  return others.flatMap((table) => checkPersonalData(table, telling(table, all), personalData[table.name]))
}

const keysOf = ({ foreignKeys }: Table) =>
  foreignKeys.map(({ reference, onDelete }) => {
    const { columns, foreignTable } = reference()
    return { onDelete, to: getTableName(foreignTable), column: columns[0]?.name ?? '' }
  })

// The columns by which a row belongs to a person: its own, or those that lead to another table's row that does.
function telling(table: Table, tables: Table[], seen: Table[] = []): string[] {
  if (seen.includes(table)) return []
  const keys = keysOf(table).filter(({ to }) => {
    const next = tables.find((each) => getTableName(each.table) === to)
    return to === 'user' || (next && telling(next, tables, [...seen, table]).length > 0)
  })
  const named = table.columns.map(({ name }) => name).filter((name) => tellingNames.test(name))
  return [...new Set([...keys.map(({ column }) => column), ...named])]
}

function checkPersonalData(table: Table, columns: string[], declared: Declared[string]): string[] {
  if (columns.length === 0 || (declared && 'nobodys' in declared)) return []
  if (!declared) {
    return [
      `The table ${table.name} holds what belongs to a person (${columns.join(', ')}): say in personalData of product/server.ts what an export holds of it and how it is erased.`,
    ]
  }
  if (declared.erase !== 'foreign key') return []
  const gone = keysOf(table).filter(({ onDelete }) => onDelete === 'cascade' || onDelete === 'set null')
  const kept = columns.filter((name) => !gone.some(({ column }) => column === name))
  return kept.length === 0
    ? []
    : [
        `No foreign key empties ${kept.join(', ')} of the table ${table.name} when a person is purged: give it onDelete, or erase it by a function.`,
      ]
}
