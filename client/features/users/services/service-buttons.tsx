import { Button } from '@mantine/core'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { DangerZone } from '../../../components/page/danger-zone.tsx'
import { text as words } from '../../../lib/text/services-text.ts'
import classes from '../user-cells.module.css'
import type { ServiceAct } from './service-dialogs.tsx'

type OnAct = (act: ServiceAct) => void

/** What changes the facts of a service account. */
export function FactButtons({ onAct }: { onAct: OnAct }) {
  return (
    <span className={classes.buttons}>
      <Button variant="default" onClick={() => onAct('rename')}>
        {words.rename}
      </Button>
      <Button variant="default" onClick={() => onAct('setRole')}>
        {words.setRole}
      </Button>
    </span>
  )
}

/** What keeps its programs out, each with what it means. */
export function ServiceDanger({ service, onAct }: { service: ServiceAccount; onAct: OnAct }) {
  const ask = (act: ServiceAct, label: string) => (
    <Button variant="default" color={act === 'enable' ? undefined : 'danger'} onClick={() => onAct(act)}>
      {label}
    </Button>
  )
  return (
    <DangerZone
      title={words.danger}
      acts={[
        service.disabledAt
          ? { title: words.enableName, lead: words.enableLead, button: ask('enable', words.enable) }
          : { title: words.disableName, lead: words.disableLead, button: ask('disable', words.disable) },
        { title: words.removeName, lead: words.removeLead, button: ask('remove', words.remove) },
      ]}
    />
  )
}
