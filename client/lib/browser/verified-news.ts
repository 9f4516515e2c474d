const name = 'gatehouse-verified'

/** Tells the other tabs of this browser that the e-mail has just been verified. */
export function tellVerified(): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage(true)
  channel.close()
}

/** Calls back when another tab tells that; returns how to stop. */
export function hearVerified(hear: () => void): () => void {
  const channel = new BroadcastChannel(name)
  channel.onmessage = hear
  return () => channel.close()
}
