import { useCallback } from 'react'

type Navigate<Search> = (to: { search: (before: Search) => Search; replace: boolean }) => unknown

/** Changes a part of what the address of a list says; `sameStep`: it goes on with the change before, so that Back takes both back at once. */
export const useSearchChange = <Search extends object>(navigate: Navigate<Search>) =>
  useCallback(
    (part: Partial<Search>, sameStep = false) =>
      navigate({ search: (before) => ({ ...before, ...part }), replace: sameStep }),
    [navigate],
  )
