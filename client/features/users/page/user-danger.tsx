import type { UserDetail } from '#shared/users.ts'
import { DangerZone } from '../../../components/page/danger-zone.tsx'
import { text } from '../../../lib/text/text.ts'
import { UserActButton, type UserPartProps } from '../acts/user-act-button.tsx'
import { actsFor, type UserAct, whyNot } from '../acts/user-acts.ts'

/** The acts that stand apart from all others. */
export const dangerActs = ['ban', 'remove', 'restore', 'purge'] as const satisfies readonly UserAct[]

/** What keeps somebody out or deletes them, each with what it means. */
export function UserDanger(parts: UserPartProps<UserDetail>) {
  const { user, actor } = parts
  const offered = actsFor(actor, user)
  const acts = dangerActs
    .filter((act) => offered.includes(act))
    .map((act) => {
      const { item, lead } = text.userActs[act]
      return {
        title: item.replace('…', ''),
        lead: [lead, whyNot(actor, act, user)].filter(Boolean).join(' '),
        button: <UserActButton {...parts} act={act} color={act === 'restore' ? undefined : 'danger'} />,
      }
    })
  return acts.length === 0 ? null : <DangerZone title={text.user.danger} acts={acts} />
}
