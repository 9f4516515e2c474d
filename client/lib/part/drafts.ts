type Values = Record<string, unknown>

const storageKey = 'gatehouse-drafts'
// Never in a storage: what lets somebody in.
const secret = /password|secret|token|code/i
const open = new Map<string, () => object | null>()

/**
 * Lets the values of a form that is on the page be kept when the page must be loaded anew; returns how to stop. `read`
 * answers null while nothing was typed.
 */
export function offerDraft(name: string, read: () => object | null): () => void {
  open.set(name, read)
  return () => {
    if (open.get(name) === read) open.delete(name)
  }
}

/** Keeps what stands in the forms of the page, without secrets, for the next page of this tab. */
export function keepDrafts(): void {
  const drafts = readAll()
  for (const [name, read] of open) {
    const values = read()
    if (values) drafts[name] = withoutSecrets(values)
  }
  write(drafts)
}

/** What was kept of a form, once; null when nothing was. */
export function takeDraft(name: string): Values | null {
  const { [name]: draft = null, ...others } = readAll()
  if (draft) write(others)
  return draft
}

const withoutSecrets = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !secret.test(field)))

function readAll(): Record<string, Values> {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}')
  } catch {
    return {}
  }
}

function write(drafts: Record<string, Values>): void {
  try {
    if (Object.keys(drafts).length === 0) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, JSON.stringify(drafts))
  } catch {
    // Then the forms begin anew.
  }
}
