import { useEffect, useState } from 'react'

const shownMs = 1500

/** Copies to the clipboard and says for a moment that it did. */
export function useCopied() {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])

  // The clipboard is refused on plain http except on this machine; then there is nothing to claim.
  const copy = async (value: string) => {
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return { copied, copy }
}
