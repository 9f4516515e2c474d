import type { ReactNode } from 'react'
import { Notice } from '../../components/notice/notice.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import classes from './owner-only.module.css'

/** Whom an admin acts as here; null for the owner of the account. */
export function useActsAs(): string | null {
  const { data: me } = trpc.users.me.useQuery()
  return me?.impersonator ? me.user.name : null
}

/** Says once on a page, to an admin who acts as somebody, that its acts are theirs alone. */
export function OwnerNotice() {
  const name = useActsAs()
  return name === null ? null : <Notice tone="plain">{text.components.impersonation.ownerOnly(name)}</Notice>
}

/** What the owner of the account alone may do: an admin who acts as them sees it, and that it cannot be used. */
export function OwnerOnly({ children }: { children: ReactNode }) {
  return (
    <fieldset className={classes.root} disabled={useActsAs() !== null}>
      {children}
    </fieldset>
  )
}
