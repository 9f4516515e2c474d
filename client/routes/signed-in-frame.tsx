import { getRouteApi } from '@tanstack/react-router'
import { client } from '#product/client.tsx'
import { lazyPart } from '../components/part/lazy-part.tsx'
import { AppShell } from '../components/shell/app-shell.tsx'
import { part } from '../lib/part/part.ts'

const route = getRouteApi('/signed-in')
const WaitingPage = lazyPart(
  part(() => import('../features/auth/waiting-page.tsx')),
  'WaitingPage',
)

/** Around every page inside; a user whose approval is pending sees that instead of any page. */
export function SignedInFrame() {
  const { waiting } = route.useRouteContext()
  return waiting ? <WaitingPage user={waiting} /> : <AppShell product={client} />
}
