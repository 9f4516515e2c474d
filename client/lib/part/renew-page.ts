import { keepDrafts } from './drafts.ts'
import { MissingPart } from './part.ts'

const renewedAtKey = 'gatehouse-renewed-at'
const onceInMs = 60_000
let renewing = false

/**
 * Loads the page anew when the server has another build than the page came with, and keeps what was typed. Answers
 * whether it does. At most once a minute: while a release rolls, the next answer may be of the old build again.
 */
export async function renewIfReplaced(): Promise<boolean> {
  if (renewing) return true
  if (!(await isReplaced()) || !mayRenew()) return renewing
  renewing = true
  keepDrafts()
  location.reload()
  return true
}

/** What `load` gives, for somebody who waits for it; a part that a release has replaced comes with a new page. */
export async function orRenew<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof MissingPart && (await renewIfReplaced())) return new Promise<never>(() => {})
    throw error
  }
}

// The name of a build's first script is made from all that it loads.
async function isReplaced(): Promise<boolean> {
  const script = document.querySelector('script[type="module"][src]')?.getAttribute('src')
  if (!script) return false
  try {
    const answer = await fetch('/login', { headers: { accept: 'text/html' }, cache: 'no-store' })
    return answer.ok && !(await answer.text()).includes(script)
  } catch {
    return false
  }
}

// Without a storage to note it in nothing would end a circle.
function mayRenew(): boolean {
  try {
    const last = Number(sessionStorage.getItem(renewedAtKey) ?? 0)
    if (Date.now() - last < onceInMs) return false
    sessionStorage.setItem(renewedAtKey, String(Date.now()))
    return true
  } catch {
    return false
  }
}
