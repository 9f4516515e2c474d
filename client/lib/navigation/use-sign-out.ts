import { useAuth } from '../api/auth.tsx'
import { forgetKept } from '../browser/kept-drafts.ts'

/** Ends this session and leaves; `onFailure` when it is still open because nothing answered. */
export function useSignOut(onFailure: () => void) {
  const auth = useAuth()
  return async () => {
    try {
      await auth.signOut()
      forgetKept()
      // A fresh page, so that nothing of this person stays in memory.
      location.assign('/login')
    } catch {
      onFailure()
    }
  }
}
