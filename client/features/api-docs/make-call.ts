import type { Operation, Parameter } from './api-document.ts'

/** What the form holds: a text for each parameter, and the body. */
export interface CallValues {
  parameters: Record<string, string>
  body: string
}

/** What came back. */
export interface CallAnswer {
  status: number
  ms: number
  headers: [name: string, value: string][]
  /** Read as JSON where it is JSON. */
  body: unknown
}

/** What the form begins with: the examples of the document. */
export const exampleValues = ({ parameters, body }: Operation): CallValues => ({
  parameters: Object.fromEntries(
    parameters.map(({ name, example }) => [name, example === undefined ? '' : String(example)]),
  ),
  body: body ? JSON.stringify(body.example, null, 2) : '',
})

/** The address of a call: the path with its parameters, and those of the query that are filled in. */
export function addressOf({ path, parameters }: Operation, { parameters: texts }: CallValues): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(texts[name] ?? ''))
  const query = new URLSearchParams(
    parameters.filter(isAsked).flatMap(({ name, schema }) => {
      const text = texts[name]?.trim() ?? ''
      if (text === '') return []
      return schema.type === 'array' ? text.split(/\s*,\s*/).map((item) => [name, item]) : [[name, text]]
    }),
  ).toString()
  return query ? `${filled}?${query}` : filled
}

const isAsked = (parameter: Parameter) => parameter.in === 'query'

function headersOf({ parameters, body }: Operation, { parameters: texts }: CallValues): [string, string][] {
  const given = parameters
    .filter((parameter) => parameter.in === 'header' && texts[parameter.name])
    .map(({ name }): [string, string] => [name, texts[name] ?? ''])
  return body ? [['Content-Type', 'application/json'], ...given] : given
}

/** The first field that must be filled in and is not, or `body` where that is no JSON; null when the call can be made. */
export function findMissing({ parameters, body }: Operation, values: CallValues): string | null {
  const empty = parameters.find(({ name, required }) => required && !values.parameters[name]?.trim())
  if (empty) return empty.name
  if (!body || (values.body.trim() === '' && !body.required)) return null
  try {
    JSON.parse(values.body)
    return null
  } catch {
    return 'body'
  }
}

const shown = [
  'content-type',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'link',
  'idempotency-replayed',
  'x-request-id',
]

/** Makes the call, as the signed-in user. Throws what fetch throws when no answer comes. */
export async function makeCall(operation: Operation, values: CallValues): Promise<CallAnswer> {
  const startedAt = performance.now()
  const response = await fetch(addressOf(operation, values), {
    method: operation.method,
    headers: headersOf(operation, values),
    ...(operation.body && values.body.trim() && { body: values.body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    ms: Math.round(performance.now() - startedAt),
    headers: shown.flatMap((name): [string, string][] => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
    body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The same call for a terminal, with a key in the environment. */
export function curlOf(operation: Operation, values: CallValues, origin: string): string {
  const lines = [
    `curl ${operation.method === 'GET' ? '' : `-X ${operation.method} `}${quoted(origin + addressOf(operation, values))}`,
    ...(operation.security.length > 0 ? [`-H "Authorization: Bearer $KEY"`] : []),
    ...headersOf(operation, values).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(operation.body && values.body.trim() ? [`-d ${quoted(values.body)}`] : []),
  ]
  return lines.join(' \\\n  ')
}
