import { useRouter } from '@tanstack/react-router'

// Pages that the server makes by itself; the router knows nothing of them.
const serverPages = /^\/(api|dev|health|trpc)(\/|$)/

/** Goes to `next`, or else to their first page, as the person who has just signed in. */
export function useGoToNextPage() {
  const router = useRouter()
  return async (next: string | undefined) => {
    const path = !next || next.startsWith('/login') ? '/' : next
    if (serverPages.test(path)) return location.assign(path)
    router.options.context.signedInServices.forget()
    router.history.push(path)
  }
}
