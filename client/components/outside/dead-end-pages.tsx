import { text } from '../../lib/text/outside-text.ts'
import { ButtonLink } from '../control/button-link.tsx'
import { AnyFrame } from './public-layout.tsx'
import { PublicPage } from './public-page.tsx'

/** For a signed-in user whose role does not open the page. */
export function UnauthorizedPage() {
  const words = text.unauthorized
  return (
    <PublicPage title={words.title} lead={words.lead}>
      <ButtonLink to="/dashboard">{text.common.toOverview}</ButtonLink>
    </PublicPage>
  )
}

/** For an address at which nothing is. */
export function NotFoundPage() {
  const words = text.notFound
  return (
    <AnyFrame>
      <PublicPage title={words.title} lead={words.lead}>
        <ButtonLink to="/dashboard">{text.common.toOverview}</ButtonLink>
      </PublicPage>
    </AnyFrame>
  )
}
