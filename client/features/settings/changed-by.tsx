import type { SettingView } from '#shared/settings.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { text } from '../../lib/text/text.ts'
import classes from './settings.module.css'

const words = text.settings

/** Who changed the setting last, and when. */
export function ChangedBy({ changed }: Pick<SettingView, 'changed'>) {
  if (!changed) return <p className={classes.changed}>{words.unchanged}</p>
  return (
    <p className={classes.changed}>
      {changed.by ? words.changedBy(changed.by.name) : words.changedByGone} <TimeText value={changed.at} />
    </p>
  )
}
