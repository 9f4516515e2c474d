import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { hasPermission } from '#shared/roles/roles.ts'
import { Notice } from '../../components/notice/notice.tsx'
import { Columns } from '../../components/page/columns.tsx'
import { Page } from '../../components/page/page.tsx'
import { ProductSections } from '../../components/shell/product-sections.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { hearVerified, tellVerified } from '../../lib/browser/verified-news.ts'
import { text } from '../../lib/text/text.ts'
import { ConsoleSummary } from './console-summary.tsx'
import { Safety } from './safety.tsx'
import { Usage } from './usage.tsx'
import { VerifyNotice } from './verify-notice.tsx'

const words = text.dashboard
const route = getRouteApi('/signed-in/dashboard')

/** The first page after sign-in: what needs doing, my limits, who I am here. */
export function MyOverviewPage() {
  const search = route.useSearch()
  const { data: me } = trpc.users.me.useQuery()
  const verified = useJustVerified(me?.user.emailVerified, search.verified !== undefined)
  if (!me) return null
  const { user, session } = me
  return (
    <Page title={words.title} meta={words.welcome(user.name)}>
      {user.emailVerified ? null : <VerifyNotice email={user.email} errorCode={search.error} />}
      {verified ? <Notice tone="good">{words.verified}</Notice> : null}
      <Columns
        first={
          <>
            <Usage />
            <ProductSections page="overview" />
          </>
        }
        second={
          <>
            {session ? <Safety user={user} session={session} /> : null}
            {hasPermission(user.role, 'console.open') ? <ConsoleSummary role={user.role} /> : null}
          </>
        }
      />
    </Page>
  )
}

/** Whether the e-mail was verified by the link that led here, or in another tab while this page was open. */
function useJustVerified(verified: boolean | undefined, byLink: boolean): boolean {
  const queries = trpc.useUtils()
  const [wasUnverified, setWasUnverified] = useState(false)
  if (verified === false && !wasUnverified) setWasUnverified(true)
  useEffect(() => hearVerified(() => void queries.users.me.invalidate()), [queries])
  useEffect(() => {
    if (verified && byLink) tellVerified()
  }, [verified, byLink])
  return verified === true && (byLink || wasUnverified)
}
