import { useMatch, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/**
 * Whether the page is still where the browser is going. A page is shown until the next one has come; what it writes
 * into the address by itself meanwhile would lead back to it.
 */
export function useStaysHere(): () => boolean {
  const { history } = useRouter()
  const path = useMatch({ strict: false, select: ({ pathname }) => pathname })
  return useCallback(() => withoutEnd(history.location.pathname) === withoutEnd(path), [history, path])
}

const withoutEnd = (path: string) => path.replace(/\/$/, '')
