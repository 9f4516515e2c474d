import type { UserDetail } from '#shared/users.ts'
import { Notice } from '../../../components/notice/notice.tsx'
import { exactTime } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { UserActButton, type UserPartProps } from '../acts/user-act-button.tsx'
import classes from './user-page.module.css'

const words = text.user
const timeOf = (value: string) => exactTime(new Date(value), text.locale)

/** What keeps the user out at the moment, why, and the way to change it. */
export function UserBanner(parts: UserPartProps<UserDetail>) {
  const { user } = parts
  if (user.status === 'deleted') {
    return (
      <Notice
        tone="plain"
        title={words.deletedTitle}
        action={<UserActButton {...parts} act="restore" size="compact-sm" />}
      >
        {user.deletedAt ? words.deletedLead(timeOf(user.deletedAt)) : null}
      </Notice>
    )
  }
  if (user.status === 'banned') {
    const until = user.bannedUntil ? words.banUntil(timeOf(user.bannedUntil)) : words.banForGood
    return (
      <Notice
        tone="danger"
        title={words.banTitle}
        action={<UserActButton {...parts} act="unban" size="compact-sm" />}
      >
        <p>{until}</p>
        {user.banReason ? <p>{words.banReason(user.banReason)}</p> : null}
      </Notice>
    )
  }
  if (user.status === 'pending') {
    return (
      <Notice
        tone="waiting"
        title={words.pendingTitle}
        action={
          <span className={classes.buttons}>
            <UserActButton {...parts} act="refuse" size="compact-sm" />
            <UserActButton {...parts} act="approve" size="compact-sm" variant="filled" />
          </span>
        }
      >
        {user.pendingSince ? words.pendingLead(timeOf(user.pendingSince)) : null}
      </Notice>
    )
  }
  if (user.lock) {
    const { of, until } = user.lock
    return (
      <Notice
        tone="waiting"
        title={words.lockedTitle}
        action={<UserActButton {...parts} act="unlock" size="compact-sm" />}
      >
        {words.locked[of](timeOf(until))}
      </Notice>
    )
  }
  if (!user.invitation) return null
  const { sentAt, expiresAt, expired } = user.invitation
  return (
    <Notice tone="waiting" title={words.invitedTitle}>
      {expired ? words.invitedOver(timeOf(expiresAt)) : words.invitedLead(timeOf(sentAt), timeOf(expiresAt))}
    </Notice>
  )
}
