import type { UserDetail } from '#shared/users.ts'
import { Facts } from '../../../components/detail/facts.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { Section } from '../../../components/page/page.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { UserActButton, type UserPartProps } from '../acts/user-act-button.tsx'
import { providersText, VerifiedWord } from '../user-name.tsx'
import { UserKeys } from './user-keys.tsx'
import classes from './user-page.module.css'

const words = text.user

/** How the user proves who they are. */
export function UserSecurity(parts: UserPartProps<UserDetail>) {
  const { user } = parts
  const nothing = !user.twoFactorEnabled && user.passkeyCount === 0
  const codes = (
    <StatusWord key="codes" tone={user.twoFactorEnabled ? 'good' : 'plain'}>
      {user.twoFactorEnabled ? text.users.on : text.users.off}
    </StatusWord>
  )
  const ways = user.providers.map((id): [string, React.ReactNode] => [
    providersText([id]),
    <StatusWord key={id} tone="good">
      {id === 'credential' ? words.passwordSet : words.connected}
    </StatusWord>,
  ])
  return (
    <div className={classes.sections}>
      <Address {...parts} />
      <Section
        title={words.twoFactorTitle}
        lead={nothing ? text.userActs.resetTwoFactor.nothing : words.twoFactorLead}
        actions={<UserActButton {...parts} act="resetTwoFactor" size="compact-sm" disabled={nothing} />}
      >
        <Facts
          items={[
            [words.codes, codes],
            [words.passkeys, count(user.passkeyCount, text.locale)],
          ]}
        />
      </Section>
      <Section
        title={words.waysTitle}
        actions={<UserActButton {...parts} act="sendPasswordReset" size="compact-sm" />}
      >
        {ways.length > 0 ? <Facts items={ways} /> : <p className={classes.none}>{words.noWays}</p>}
      </Section>
      <UserKeys {...parts} />
    </div>
  )
}

function Address(parts: UserPartProps<UserDetail>) {
  const { email, emailVerified } = parts.user
  return (
    <Section
      title={text.common.email}
      actions={
        <span className={classes.buttons}>
          <UserActButton {...parts} act="markVerified" size="compact-sm" />
          <UserActButton {...parts} act="sendVerification" size="compact-sm" />
          <UserActButton {...parts} act="setEmail" size="compact-sm" />
        </span>
      }
    >
      <Facts
        items={[
          [words.address, email],
          [text.users.emailState, <VerifiedWord key="verified" verified={emailVerified} />],
        ]}
      />
    </Section>
  )
}
