import { Link } from '@tanstack/react-router'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { Page, Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { DetailsForm } from './details-form.tsx'
import classes from './profile-page.module.css'

const words = text.profile

/** My name and picture, and my e-mail. */
export function ProfilePage() {
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  const { user } = me
  return (
    <Page title={words.title} narrow>
      <Section title={words.detailsTitle}>
        <DetailsForm user={user} />
      </Section>
      <Section title={words.emailTitle} lead={words.emailLead}>
        <p className={classes.email}>
          {user.email}
          <StatusWord tone={user.emailVerified ? 'good' : 'waiting'}>
            {user.emailVerified ? text.dashboard.verifiedEmail : text.dashboard.unverifiedEmail}
          </StatusWord>
          <Link to="/account/security">{words.changeEmail}</Link>
        </p>
      </Section>
    </Page>
  )
}
