import { useState } from 'react'
import type { UserDetail } from '#shared/users.ts'
import { Section } from '../../../components/page/page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { part } from '../../../lib/part/part.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'
import type { Actor } from '../acts/user-acts.ts'
import { ActButton } from './act-button.tsx'
import classes from './user-credits.module.css'
import { entitlementName, type UserEntitlement, valueText } from './user-entitlement.ts'
import { ValueSource } from './value-source.tsx'

const words = ownWords.entitlement
const EntitlementDialog = lazyDialog(
  part(() => import('./entitlement-dialog.tsx')),
  'EntitlementDialog',
)

interface Props {
  user: UserDetail
  actor: Actor
  entitlements: readonly UserEntitlement[]
}

/** What a user has or may do, of every key: the value that holds, where it comes from, and the ways to change it. */
export function UserEntitlements({ user, actor, entitlements }: Props) {
  const [chosen, setChosen] = useState<{ act: 'set' | 'remove'; key: string } | null>(null)
  const found = entitlements.find(({ key }) => key === chosen?.key)
  const button = { user, actor }
  return (
    <Section title={words.title} lead={words.lead}>
      <ul className={classes.entitlements}>
        {entitlements.map((entitlement) => {
          const { key, value, set } = entitlement
          const name = entitlementName(key)
          return (
            <li key={key} className={classes.entitlement}>
              <div>
                <p className={classes.entitlementName}>{name}</p>
                <ValueSource entitlement={entitlement} />
              </div>
              <span className={classes.value}>{valueText(value)}</span>
              <span className={classes.buttons}>
                {set ? (
                  <ActButton
                    {...button}
                    label={words.remove}
                    about={name}
                    onClick={() => setChosen({ act: 'remove', key })}
                  />
                ) : null}
                <ActButton
                  {...button}
                  label={words.set}
                  about={name}
                  onClick={() => setChosen({ act: 'set', key })}
                />
              </span>
            </li>
          )
        })}
      </ul>
      {chosen && found ? (
        <EntitlementDialog act={chosen.act} user={user} entitlement={found} onClose={() => setChosen(null)} />
      ) : null}
    </Section>
  )
}
