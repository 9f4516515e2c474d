/** What the page reads of a schema of the document. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  default?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema | boolean
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
  example?: unknown
}

export interface Answer {
  description: string
  content?: Record<string, { schema: Schema; example?: unknown }>
}

/** What can be called, with where it stands. */
export interface Operation {
  operationId: string
  method: string
  path: string
  tag: string
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  body: { required: boolean; schema: Schema; example: unknown } | null
  answers: [status: string, answer: Answer][]
}

export interface ApiDocument {
  title: string
  description: string
  version: string
  tags: { name: string; description: string }[]
  operations: Operation[]
  /** The schema that a reference means. */
  find: (schema: Schema) => Schema
}

interface Raw {
  info: { title: string; description: string; version: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, RawOperation>>
  components: Record<string, Record<string, unknown>>
}

interface RawOperation extends Pick<Operation, 'operationId' | 'summary' | 'description' | 'security'> {
  tags: string[]
  parameters?: object[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema; example: unknown }> }
  responses: Record<string, object>
}

const json = 'application/json'

/** The document as the page shows it: every operation in the order of its tag, with references to parts followed. */
export function readDocument(raw: Raw): ApiDocument {
  const resolve = <Part>(part: object): Part => {
    const { $ref, ...own } = part as { $ref?: string }
    const [, , kind = '', name = ''] = $ref?.split('/') ?? []
    return { ...(raw.components[kind]?.[name] as Part), ...own } as Part
  }
  const operations = Object.entries(raw.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]): Operation => {
      const { operationId, summary, description, security, requestBody } = each
      const body = requestBody?.content[json]
      return {
        ...{ operationId, summary, description, security, path },
        method: method.toUpperCase(),
        tag: each.tags[0] ?? '',
        parameters: (each.parameters ?? []).map((parameter) => resolve<Parameter>(parameter)),
        body: body ? { ...body, required: requestBody?.required ?? false } : null,
        answers: Object.entries(each.responses).map(([status, answer]) => [status, resolve<Answer>(answer)]),
      }
    }),
  )
  return {
    ...raw.info,
    tags: raw.tags,
    operations,
    find: (schema) => (schema.$ref ? resolve<Schema>(schema) : schema),
  }
}

/** The operations that have every word of what was typed in their path, id, summary or description. */
export function findOperations(operations: readonly Operation[], typed: string): Operation[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return operations.filter(({ method, path, operationId, summary, description }) => {
    const text = `${method} ${path} ${operationId} ${summary} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
