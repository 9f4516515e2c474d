import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError, invalidField } from '../../errors.ts'
import { parseJson } from '../request/parse-json.ts'
import type { RestOperation } from './rest-operations.ts'
import { fieldsOf, isList, valueOfTexts } from './text-values.ts'

/**
 * Makes what reads the input of an operation's requests: the parameters of its path, and its query string or JSON body. A
 * text of the address becomes what the schema takes of it, and stays a text where it takes none. Throws BAD_REQUEST.
 */
export function createInputReader({ input, parameters, inputIn }: RestOperation) {
  if (!input) return ({ body }: FastifyRequest) => void (inputIn === 'body' && parseJson(body))
  const fields = fieldsOf(input)
  const read = (name: string, texts: readonly string[]) => readTexts(name, fields.get(name) ?? [], texts)
  return (request: FastifyRequest): unknown => {
    const given = request.params as Record<string, string>
    const fromPath = parameters.map((name) => [name, read(name, [given[name] ?? ''])] as const)
    const query = readQuery(request.url)
    for (const name of query.keys())
      if (inputIn === 'body' || parameters.includes(name))
        throw invalidField(`?${name}`, 'It is not taken from the query string.')
    const others =
      inputIn === 'body'
        ? Object.entries(readBody(request.body, parameters))
        : [...query].map(([name, texts]) => [name, read(name, texts)] as const)
    if (inputIn === 'query' && request.body)
      throw new AppError(
        'BAD_REQUEST',
        'There is no body to this request: its input stands in the query string.',
      )
    return Object.fromEntries([...others, ...fromPath])
  }
}

function readTexts(name: string, schemas: readonly z.core.$ZodType[], texts: readonly string[]): unknown {
  const found = valueOfTexts(schemas, texts)
  if (found) return found.value
  if (schemas.some(isList)) return texts
  if (texts.length > 1) throw invalidField(name, 'It is there more than once.')
  return texts[0]
}

function readBody(body: unknown, parameters: readonly string[]): object {
  const json = parseJson(body) ?? {}
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new AppError('BAD_REQUEST', 'The body is no JSON object.')
  const twice = parameters.find((name) => Object.hasOwn(json, name))
  if (twice) throw invalidField(twice, 'It stands in the path, and not in the body.')
  return json
}

/** The texts of a query string by name, in their order. Throws BAD_REQUEST for what is not encoded as it must be. */
function readQuery(url: string): Map<string, string[]> {
  const query = new Map<string, string[]>()
  const start = url.indexOf('?')
  const pairs = start < 0 ? [] : url.slice(start + 1).split('&')
  for (const pair of pairs.filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=')
    const key = decode(name)
    query.set(key, [...(query.get(key) ?? []), decode(value.join('='))])
  }
  return query
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new AppError('BAD_REQUEST', 'The query string is not percent-encoded UTF-8.')
  }
}
