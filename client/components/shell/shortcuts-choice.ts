const storageKey = 'gatehouse-single-keys'

/** Whether single keys do something in this browser: some people talk to it, and each letter would. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    // Storage may be refused.
    return true
  }
}

/** Turns single keys on or off in this browser. */
export function setKeysOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, 'off')
  } catch {
    // Then they stay on.
  }
}
