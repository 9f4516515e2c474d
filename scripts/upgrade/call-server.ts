export const password = 'correct-horse-battery'

/** Somebody who calls a server over HTTP, signed in once they have registered or signed in. */
export function createCaller(url: string) {
  let cookie = ''
  const send = async (path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json', origin: url, cookie }
    const request = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, request)
    const given = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0])
    if (given.length > 0) cookie = given.join('; ')
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`)
    return JSON.parse(text)
  }
  const call = async (path: string, body?: unknown) => (await send(`/trpc/${path}`, body)).result.data
  return {
    register: (name: string, email: string) => send('/api/auth/sign-up/email', { name, email, password }),
    signIn: (email: string) => send('/api/auth/sign-in/email', { email, password }),
    query: (path: string, input: object = {}) =>
      call(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`),
    mutate: (path: string, input: object) => call(path, input),
  }
}
