import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { toFailure } from '../../lib/api/failure.ts'
import { part } from '../../lib/part/part.ts'
import { lazyDialog } from '../part/lazy-dialog.tsx'

// Loaded when somebody is asked: few acts ask, and most pages that could are only read.
const PasswordDialog = lazyDialog(
  part(() => import('./confirm-identity-dialog.tsx')),
  'PasswordDialog',
)

type WithIdentity = <Answer>(act: () => Promise<Answer>) => Promise<Answer>
const IdentityContext = createContext<WithIdentity>((act) => act())

/**
 * Runs an act that may need a fresh proof of identity: when the server asks for one, a dialog does, and the act is
 * repeated. Whoever closes the dialog gets the server's refusal.
 */
export const useConfirmedIdentity = (): WithIdentity => useContext(IdentityContext)

interface Props {
  /** Proves with the password that it is still the same person. */
  confirm: (password: string) => Promise<unknown>
  children: ReactNode
}

/** Around everything that `useConfirmedIdentity` is used in; holds the one dialog. */
export function ConfirmIdentity({ confirm, children }: Props) {
  const waiting = useRef<(confirmed: boolean) => void>(null)
  const [opened, setOpened] = useState(false)
  const withIdentity = useMemo<WithIdentity>(() => {
    const ask = () => {
      setOpened(true)
      return new Promise<boolean>((resolve) => {
        waiting.current = resolve
      })
    }
    return async (act) => {
      try {
        return await act()
      } catch (error) {
        if (toFailure(error).reason?.kind !== 'confirm' || !(await ask())) throw error
        return await act()
      }
    }
  }, [])
  const answer = (confirmed: boolean) => {
    setOpened(false)
    waiting.current?.(confirmed)
    waiting.current = null
  }
  return (
    <IdentityContext value={withIdentity}>
      {children}
      {opened ? <PasswordDialog confirm={confirm} onAnswer={answer} onClose={() => answer(false)} /> : null}
    </IdentityContext>
  )
}
