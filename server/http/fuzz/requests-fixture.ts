import { appUrl } from '#test/app.ts'
import { type Body, bodyFor, oddBody } from './bodies-fixture.ts'
import type { Caller } from './callers-fixture.ts'
import type { KnownTexts } from './known-texts-fixture.ts'
import { oddHeaders, oddHosts, oddMethods, oddTarget } from './odd-parts-fixture.ts'
import type { Random } from './random-fixture.ts'
import { type Route, routeTarget } from './routes-fixture.ts'
import { createValues } from './values-fixture.ts'

/** A request as its bytes, and what a report says of it. */
export interface FuzzRequest {
  bytes: Buffer
  /** What it means to call, and as whom. */
  about: string
  /** Whether its body is one of those of which the server takes only a few at a time. */
  large: boolean
}

/** A request for the route: three in four are as they should be but for their input, the others odd as a whole. */
export function createRequest(
  random: Random,
  known: KnownTexts,
  options: { route: Route; caller: Caller },
): FuzzRequest {
  const { route, caller } = options
  const { method: usual, target: meant, input } = routeTarget(random, createValues(random, known), route)
  const method = random.chance(0.06) ? random.pick(oddMethods) : usual
  const target = random.chance(0.05) ? oddTarget(random, meant) : meant
  const body = bodyOf(random, { method, input })
  const headers = headersFor(random, { caller, body })
  const version = random.chance(0.01) ? random.pick(['1.0', '0.9', '2.0', '1.2']) : '1.1'
  const head = [`${method} ${target} HTTP/${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  return {
    bytes: Buffer.concat([
      Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'),
      body?.bytes ?? Buffer.alloc(0),
    ]),
    about: `${route.name} as ${caller.kind}`,
    large: (body?.announced ?? 0) > 60_000,
  }
}

function bodyOf(random: Random, { method, input }: { method: string; input: unknown }): Body | null {
  if (input === undefined && (method === 'GET' || method === 'HEAD'))
    return random.chance(0.02) ? oddBody(random, '{}') : null
  if (input === undefined && random.chance(0.5)) return null
  return bodyFor(random, input ?? {})
}

function headersFor(
  random: Random,
  { caller, body }: { caller: Caller; body: Body | null },
): [string, string][] {
  const headers: [string, string][] = [
    ['host', random.chance(0.04) ? random.pick(oddHosts) : 'localhost:3000'],
  ]
  headers.push(['connection', 'close'])
  if (random.chance(0.9)) headers.push(['x-forwarded-for', address(random)])
  if (caller.cookie) headers.push(['cookie', caller.cookie])
  if (caller.bearer) headers.push(['authorization', `Bearer ${caller.bearer}`])
  if (random.chance(0.9)) headers.push(['origin', appUrl])
  if (body) headers.push(...body.headers)
  while (random.chance(0.15)) headers.push(random.pick(oddHeaders))
  return headers
}

// From everywhere, so that no limit of an address stands in the way.
const address = (random: Random) =>
  random.chance(0.2)
    ? `2001:db8:${random.below(65_536).toString(16)}:${random.below(65_536).toString(16)}::1`
    : `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`
