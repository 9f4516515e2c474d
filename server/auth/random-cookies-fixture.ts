import { signCookie } from './secrets/signed-cookies.ts'
import type { createSessionCookies } from './sessions/session-cookies.ts'

export const secrets = {
  current: 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR',
  old: 'an-older-secret-of-ours-0123456789-ab',
  strange: 'a-secret-of-somebody-else-0123456789',
}
/** Random numbers that are the same in each run. */
export function createRandom(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item
  return {
    pick,
    chance: (share: number) => next() < share,
    below: (limit: number) => Math.floor(next() * limit),
  }
}
type Random = ReturnType<typeof createRandom>

const letters = 'ABCXYZabcxyz0189+/=.%"; -_'

/** A cookie's content as some secret signed it, or as nobody did. */
function randomContent(random: Random, token: string): string {
  if (random.chance(0.5)) return decodeURIComponent(signCookie(token, secrets.current))
  const secret = random.pick([
    secrets.current,
    secrets.current,
    secrets.current,
    secrets.old,
    secrets.strange,
  ])
  const signed = decodeURIComponent(signCookie(token, secret))
  const at = random.below(signed.length)
  const letter = random.pick([...letters])
  return random.pick([
    () => signed,
    () => signed,
    () => signed,
    () => signed,
    () => signed.slice(0, at) + letter + signed.slice(at + 1),
    () => signed.slice(0, at) + letter + signed.slice(at),
    () => signed.slice(0, at),
    // The last letter of a signature has bits that say nothing.
    () => signed.slice(0, -2) + letter + signed.slice(-1),
    () => signed.slice(0, -1),
    () => `${signed}${letter}`,
    () => `${token}.`,
    () => `.${signed.split('.')[1]}`,
    () => token,
    () => '',
    () => signed.replaceAll('+', '-').replaceAll('/', '_'),
    () => `${token}.${signed}`,
  ])()
}

function randomValue(random: Random, token: string): string {
  const content = randomContent(random, token)
  const encoded = encodeURIComponent(content)
  if (random.chance(0.5)) return encoded
  return random.pick([
    () => encoded,
    () => encoded,
    () => encoded,
    () => content,
    () => encodeURIComponent(encoded),
    () => `"${encoded}"`,
    () => `"${content}`,
    () => encoded.toLowerCase(),
    () => `${encoded}%`,
    () => ` ${encoded} `,
  ])()
}

/** A Cookie header with a session's cookie as whoever sends one might write it, and whatever else. */
export function randomHeader(
  random: Random,
  cookies: ReturnType<typeof createSessionCookies>,
  tokens: string[],
): string {
  const { session: name, unremembered, twoFactor, own } = cookies.names
  const names = [
    name,
    name,
    name,
    name,
    name,
    name.replace('__Secure-', ''),
    `__Secure-${name}`,
    `x${name}`,
    own,
  ]
  const cookie = (token: string) =>
    `${random.chance(0.85) ? name : random.pick(names)}=${randomValue(random, token)}`
  const forget = random.pick([
    signCookie('true', secrets.current),
    signCookie('true', secrets.strange),
    'true',
    '',
  ])
  const parts = [cookie(random.pick(tokens))]
  if (random.chance(0.2)) parts.push(cookie(random.pick(tokens)))
  if (random.chance(0.1)) parts.push(`${unremembered}=${forget}`)
  if (random.chance(0.1))
    parts.push(`${twoFactor}=${signCookie(`2fa-${random.pick(tokens)}`, secrets.current)}`)
  if (random.chance(0.2))
    parts.unshift(random.pick(['theme=dark', 'no-value', '=x', 'a="b; c"', ';', 'e=%E0%A4%A']))
  if (random.chance(0.2)) parts.push(random.pick(['theme=dark', 'no-value', ';;', 'q=%22']))
  return parts.join(random.pick(['; ', '; ', ';', ' ; ']))
}
