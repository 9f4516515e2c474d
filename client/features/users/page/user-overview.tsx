import type { UserDetail } from '#shared/users.ts'
import { Avatar } from '../../../components/detail/avatar.tsx'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { Section } from '../../../components/page/page.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { UserActButton, type UserPartProps } from '../acts/user-act-button.tsx'
import { providersText, VerifiedWord } from '../user-name.tsx'
import { UserDanger } from './user-danger.tsx'
import { UserDetails } from './user-details.tsx'
import { UserNotes } from './user-notes.tsx'
import classes from './user-page.module.css'

const words = text.user

/** Who it is, how they get in, and since when. */
export function UserOverview(parts: UserPartProps<UserDetail>) {
  const { user } = parts
  return (
    <div className={classes.sections}>
      <Section
        title={words.identity}
        actions={
          <span className={classes.buttons}>
            <UserActButton {...parts} act="setRole" size="compact-sm" />
            <UserActButton {...parts} act="edit" size="compact-sm" />
          </span>
        }
      >
        <Identity {...parts} />
      </Section>
      <div className={classes.pair}>
        <Section title={words.access}>
          <Facts
            items={[
              [text.users.signsInWith, providersText(user.providers) || '–'],
              [text.users.twoFactor, user.twoFactorEnabled ? text.users.on : text.users.off],
              [words.passkeys, count(user.passkeyCount, text.locale)],
              [words.openSessions, count(user.sessionCount, text.locale)],
            ]}
          />
        </Section>
        <Section title={words.history}>
          <Facts
            items={[
              [text.users.created, <TimeText key="created" value={user.createdAt} />],
              [text.users.lastActive, <TimeText key="active" value={user.lastActiveAt} />],
              [words.updated, <TimeText key="updated" value={user.updatedAt} />],
            ]}
          />
        </Section>
      </div>
      <UserDetails {...parts} />
      <UserNotes user={user} actor={parts.actor} />
      <UserDanger {...parts} />
    </div>
  )
}

function Identity({ user, actor }: UserPartProps<UserDetail>) {
  const verified = <VerifiedWord key="verified" verified={user.emailVerified} />
  return (
    <div className={classes.identity}>
      <Avatar name={user.name} image={user.image} size={64} />
      <Facts
        items={[
          [text.common.name, user.id === actor.id ? `${user.name} · ${words.you}` : user.name],
          [text.common.email, user.email],
          [text.users.emailState, verified],
          [text.common.role, text.common.roles[user.role]],
          [text.users.id, <CopyText key="id" value={user.id} max={24} />],
        ]}
      />
    </div>
  )
}
