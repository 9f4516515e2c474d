import { getRouteApi, lazyRouteComponent } from '@tanstack/react-router'
import { AppShell } from '../components/shell/app-shell.tsx'

const route = getRouteApi('/signed-in')
const WaitingPage = lazyRouteComponent(() => import('../features/auth/waiting-page.tsx'), 'WaitingPage')

/** Around every page inside; a user whose approval is pending sees that instead of any page. */
export function SignedInFrame() {
  const { waiting } = route.useRouteContext()
  return waiting ? <WaitingPage user={waiting} /> : <AppShell />
}
