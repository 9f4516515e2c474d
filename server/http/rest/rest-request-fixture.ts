import { appRouter } from '../../trpc/app-router.ts'
import { type RestOperation, restOperations } from './rest-operations.ts'

/** Every REST operation, ours and the product's. */
export const operations = restOperations(appRouter)

/** The operation that a procedure has; throws for one that is none. */
export function operationOf(procedure: string): RestOperation {
  const found = operations.find((operation) => operation.procedure === procedure)
  if (!found) throw new Error(`${procedure} is no REST operation.`)
  return found
}

/** The request of an operation with this input: each part of it in the path, the query string or the body. */
export function requestOf(operation: RestOperation, input: object) {
  const { method, path, parameters, inputIn } = operation
  const given = Object.entries(input).filter(([name]) => !parameters.includes(name))
  const values = input as Record<string, unknown>
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(asText(values[name])))
  if (inputIn === 'body') return { method, url, payload: Object.fromEntries(given) }
  const query = new URLSearchParams(
    given.flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, asText(each)])),
  )
  return { method, url: query.size > 0 ? `${url}?${query}` : url }
}

// A fuzzer's objects cannot always be made a text in the usual way.
const asText = (value: unknown) =>
  (typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value)).toWellFormed()
