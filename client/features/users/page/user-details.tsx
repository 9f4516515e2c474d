import { Button } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '#shared/users.ts'
import { Facts } from '../../../components/detail/facts.tsx'
import { Section } from '../../../components/page/page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { detailText } from '../../../lib/form/detail-values.ts'
import { part } from '../../../lib/part/part.ts'
import { text } from '../../../lib/text/text.ts'
import type { UserPartProps } from '../acts/user-act-button.tsx'
import { actsFor, whyNot } from '../acts/user-acts.ts'
import { useMe } from '../use-me.ts'

const LazyDetailsDialog = lazyDialog(
  part(() => import('./details-dialog.tsx')),
  'DetailsDialog',
)

/** What the product's fields hold of a user; nothing for a product without any, and for who may not read it. */
export function UserDetails({ user, actor }: Pick<UserPartProps<UserDetail>, 'user' | 'actor'>) {
  const { personFields: fields } = useMe()
  const [editing, setEditing] = useState(false)
  if (fields.length === 0 || !user.details) return null
  const reason = whyNot(actor, 'edit', user)
  return (
    <Section
      title={text.user.details}
      actions={
        actsFor(actor, user).includes('edit') ? (
          <Button
            variant="default"
            size="compact-sm"
            disabled={reason !== null}
            title={reason ?? undefined}
            onClick={() => setEditing(true)}
          >
            {text.userActs.editDetails.item}
          </Button>
        ) : null
      }
    >
      <Facts items={fields.map((field) => [field.label, detailText(field, user.details)])} />
      {editing ? <LazyDetailsDialog {...{ user, fields }} onClose={() => setEditing(false)} /> : null}
    </Section>
  )
}
