import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Whether the page is being printed: what is drawn only while it is in sight must be there as a whole then. */
export function usePrinted(): boolean {
  const [printed, setPrinted] = useState(false)
  useEffect(() => {
    // The browser lays the paper out as soon as this returns.
    const before = () => flushSync(() => setPrinted(true))
    const after = () => setPrinted(false)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [])
  return printed
}
