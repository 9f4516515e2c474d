import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import type { PublicSettings } from '#shared/settings.ts'
import { useApi } from '../../lib/api/api.ts'
import { type Answer, useAnswer } from '../../lib/api/use-answer.ts'
import { forgetWrittenSettings, readWrittenSettings } from './written-settings.ts'

const SettingsContext = createContext<Answer<PublicSettings>>({
  data: undefined,
  failure: null,
  retry: () => {},
})

/** What a page outside must know of this service; without the server's own note `data` comes a moment later. */
export const usePublicSettings = (): Answer<PublicSettings> => useContext(SettingsContext)

/** Takes what the server wrote into the page, else asks once for all pages outside. */
export function PublicSettingsProvider({ children }: { children: ReactNode }) {
  const api = useApi()
  const [written] = useState(readWrittenSettings)
  // A visitor who comes back from the pages inside, maybe days later, asks anew.
  useEffect(forgetWrittenSettings, [])
  const ask = useCallback(() => api.call((client) => client.settings.public.query()), [api])
  return <SettingsContext value={useAnswer(ask, written)}>{children}</SettingsContext>
}
