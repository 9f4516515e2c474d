import type { RestOperation } from '#server/http/rest/rest-operations.ts'
import { declareProcedure } from '#server/trpc/declare-procedure.ts'
import { describeCall, securityOf } from './call-facts.ts'
import type { DeclaredProcedure } from './declared-router.ts'
import type { MediaType, Operation, Parameter, Reference, Response } from './document.ts'
import { exampleOf } from './example.ts'
import { inputSchema } from './input-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { callHeaders, headerRef, parameterRef, refusals } from './shared-parts.ts'

type Schemas = Readonly<Record<string, JsonSchema>>

/** A procedure's operation: its input by where REST takes it, its answer as the types declare it. */
export function procedureOperation(
  rest: RestOperation,
  { input: docs, answer, doc }: DeclaredProcedure,
  schemas: Schemas,
): Operation {
  const { procedure, type, meta } = rest
  const call = declareProcedure(procedure, type, meta)
  const input = rest.input ? inputSchema(rest.input, docs) : null
  const parameters = [...parametersOf(rest, input, schemas), ...idempotencyOf(rest)]
  const [summary = '', ...more] = doc.split(/(?<=\.)\s+/)
  return {
    operationId: procedure,
    tags: [procedure.split('.', 1)[0] ?? ''],
    summary: summary.replace(/\.$/, '') || wordsOf(procedure),
    description: [more.join(' '), describeCall(call)].filter(Boolean).join('\n\n'),
    security: securityOf(call),
    ...(parameters.length > 0 && { parameters }),
    ...(rest.inputIn === 'body' && input && bodyOf(rest, input, schemas)),
    responses: {
      200: answerOf(rest, answer, schemas),
      ...refusals(call, {
        takesInput: input !== null,
        finds: rest.parameters.length > 0,
        changes: type === 'mutation',
      }),
    },
  }
}

/** `users.setRole`: "Set role". */
export function wordsOf(path: string): string {
  const words =
    path
      .split(/[./]/)
      .at(-1)
      ?.replace(/-|(?=[A-Z])/g, ' ')
      .toLowerCase()
      .trim() ?? ''
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const idempotencyOf = ({ method, type }: RestOperation) =>
  method === 'POST' && type === 'mutation' ? [parameterRef('IdempotencyKey')] : []

function parametersOf(
  rest: RestOperation,
  input: JsonSchema | null,
  schemas: Schemas,
): (Parameter | Reference)[] {
  const fields = fieldsOf(input)
  const inPath = rest.parameters.map((name): Parameter => {
    const { description, ...schema } = fields.get(name)?.schema ?? { type: 'string' }
    return {
      name,
      in: 'path',
      required: true,
      ...(description && { description }),
      schema,
      example: exampleOf(schema, { schemas, name }),
    }
  })
  if (rest.inputIn === 'body') return inPath
  const others = [...fields].filter(([name]) => !rest.parameters.includes(name))
  return [...inPath, ...others.map(([name, field]) => queryParameter(name, field))]
}

interface Field {
  schema: JsonSchema
  required: boolean
}

function queryParameter(name: string, { schema: { description, ...schema }, required }: Field): Parameter {
  return {
    name,
    in: 'query',
    ...(required && { required }),
    ...(description && { description }),
    schema,
    ...(schema.type === 'array' && { style: 'form', explode: true }),
  }
}

/** The fields of an input by name; of one of several inputs those of all. */
export function fieldsOf(input: JsonSchema | null): Map<string, Field> {
  const fields = new Map<string, Field>()
  if (!input) return fields
  const options = input.oneOf ?? input.anyOf
  if (options) {
    const found = options.map(fieldsOf)
    for (const name of new Set(found.flatMap((each) => [...each.keys()]))) {
      const schemas = found.map((each) => each.get(name)?.schema).filter((schema) => schema !== undefined)
      const required = found.every((each) => each.get(name)?.required)
      fields.set(name, { schema: joined(schemas), required })
    }
  }
  for (const [name, schema] of Object.entries(input.properties ?? {}))
    fields.set(name, { schema, required: input.required?.includes(name) ?? false })
  return fields
}

const unlike = (schemas: JsonSchema[]): JsonSchema[] => [
  ...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values(),
]

function joined(schemas: JsonSchema[]): JsonSchema {
  const different = unlike(schemas)
  const [only] = different
  if (different.length === 1 && only) return only
  if (different.every((schema) => 'const' in schema))
    return { type: 'string', enum: different.map((schema) => schema.const) }
  return { anyOf: different }
}

function bodyOf({ parameters }: RestOperation, input: JsonSchema, schemas: Schemas) {
  const schema = withoutFields(input, parameters)
  const fields = [...fieldsOf(schema).values()]
  if (fields.length === 0) return {}
  return {
    requestBody: {
      required: fields.some(({ required }) => required),
      content: { 'application/json': { schema, example: exampleOf(schema, { schemas }) } },
    },
  }
}

// What the path says is not said again in the body.
function withoutFields(schema: JsonSchema, names: readonly string[]): JsonSchema {
  if (names.length === 0) return schema
  const { properties, required, oneOf, anyOf, ...others } = schema
  // Without the field that tells them apart, a value may be of several of them.
  const options = (oneOf ?? anyOf)?.map((option) => withoutFields(option, names))
  const kept = Object.entries(properties ?? {}).filter(([name]) => !names.includes(name))
  const stillRequired = required?.filter((name) => !names.includes(name)) ?? []
  return {
    ...others,
    ...(options && { anyOf: unlike(options) }),
    ...(properties && { properties: Object.fromEntries(kept) }),
    ...(stillRequired.length > 0 && { required: stillRequired }),
  }
}

function answerOf(rest: RestOperation, answer: JsonSchema, schemas: Schemas): Response {
  const isPaged = Boolean(answer.properties?.nextCursor)
  const content: Record<string, MediaType> = {
    'application/json': { schema: answer, example: exampleOf(answer, { schemas }) },
  }
  return {
    description: rest.type === 'query' ? 'What was asked for.' : 'It is done.',
    headers: { ...callHeaders, ...(isPaged && { Link: headerRef('Link') }) },
    content,
  }
}
