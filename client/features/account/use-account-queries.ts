import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useAccountAuth } from './account-auth.ts'
import { useActsAs } from './owner-only.tsx'

// Neither is told to an admin who acts as somebody: it is not asked for.
const accountsKey = ['auth', 'accounts']
const passkeysKey = ['auth', 'passkeys']

/** The ways into my account that Better Auth knows, password included. */
export function useLinkedAccounts() {
  const auth = useAccountAuth()
  return useQuery({ queryKey: accountsKey, queryFn: auth.accounts, enabled: useActsAs() === null })
}

/** Whether I sign in with a password as well; taken for granted until it is known. */
export function useHasPassword(): boolean {
  return useLinkedAccounts().data?.some(({ providerId }) => providerId === 'credential') ?? true
}

export function usePasskeys() {
  const auth = useAccountAuth()
  return useQuery({ queryKey: passkeysKey, queryFn: auth.passkeys, enabled: useActsAs() === null })
}

/** Asks anew for everything about my account, since most of what is done here shows in several places. */
export function useRefreshAccount() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries()
}
