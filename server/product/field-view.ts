import { z } from 'zod'
import type { PersonFieldView } from '#shared/person-details.ts'
import type { PersonField } from '#shared/product/person-fields.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

/** A field as pages show it and ask for it, by what its schema says of itself. */
export function viewField(name: string, field: PersonField): PersonFieldView {
  const described = z.toJSONSchema(field.schema, { io: 'input', unrepresentable: 'any' })
  const parts = (described.anyOf ?? [described]) as JsonSchema[]
  const {
    type,
    enum: choices,
    maxLength,
    minimum,
    maximum,
  } = parts.find((part) => part.type !== 'null') ?? {}
  return {
    name,
    label: field.label,
    kind: choices ? 'choice' : (kinds[String(type)] ?? 'text'),
    choices: (choices ?? []).map(String),
    min: minimum ?? null,
    max: maximum ?? maxLength ?? null,
    nullable: field.schema.safeParse(null).success,
    default: field.default,
    editedBy: field.editedBy,
    signUp: field.signUp ?? false,
  }
}

const kinds: Record<string, PersonFieldView['kind']> = {
  boolean: 'yes-no',
  integer: 'number',
  number: 'number',
}
