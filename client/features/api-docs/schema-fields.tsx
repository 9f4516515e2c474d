import { useState } from 'react'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { Schema } from './api-document.ts'
import { InlineCode } from './prose.tsx'
import { boundWords, type Field, fieldsIn, typeWords } from './schema-words.ts'

const words = apiDocs
type Find = (schema: Schema) => Schema

interface Props {
  schema: Schema
  find: Find
  /** Whether it comes back: then what may be missing is said, and else what must be there. */
  answered?: boolean
}

/** The fields of a value, each with what lies in it. */
export function SchemaFields({ schema, find, answered = false }: Props) {
  const fields = fieldsIn(schema, find)
  if (fields.length === 0) return <p className={classes.type}>{typeWords(schema)}</p>
  return (
    <ul className={classes.fields}>
      {fields.map((field) => (
        <FieldRow key={field.name} {...field} find={find} answered={answered} />
      ))}
    </ul>
  )
}

/** One field: its name, what it is, and what is known of it. */
export function FieldRow({
  name,
  schema,
  required,
  place,
  find,
  answered = false,
}: Field & Props & { place?: string }) {
  const bounds = boundWords(schema, words.bounds)
  const inside = fieldsIn(schema, find)
  return (
    <li className={classes.field}>
      <p className={classes.fieldHead}>
        <code className={classes.fieldName}>{name}</code>
        <span className={classes.type}>{typeWords(schema)}</span>
        {place ? <span className={classes.muted}>{place}</span> : null}
        {required !== answered ? (
          <span className={classes.required}>{answered ? words.mayBeMissing : words.required}</span>
        ) : null}
      </p>
      {schema.description ? (
        <p>
          <InlineCode text={schema.description} />
        </p>
      ) : null}
      {bounds || schema.default !== undefined ? (
        <p className={classes.muted}>
          {[bounds, schema.default === undefined ? '' : words.default(JSON.stringify(schema.default))]
            .filter(Boolean)
            .join(', ')}
        </p>
      ) : null}
      {inside.length > 0 ? <Inside {...{ name, schema, find, answered }} /> : null}
    </li>
  )
}

// Drawn when it is opened: a value may hold others of its own kind.
function Inside({ name, ...value }: Props & { name: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.inside} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.fieldsOf(name)}</summary>
      {open ? <SchemaFields {...value} /> : null}
    </details>
  )
}
