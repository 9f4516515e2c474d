import { Button } from '@mantine/core'
import { text } from '../../lib/text/outside-text.ts'
import classes from './empty-state.module.css'

interface Props {
  title: string
  /** What will be here, or the filters that nothing matches. */
  children: string
  onClear?: () => void
}

/** Instead of a list: nothing yet, or nothing that matches, with the way back. */
export function EmptyState({ title, children, onClear }: Props) {
  return (
    <div className={classes.root} role="status">
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{children}</p>
      {onClear ? (
        <Button variant="default" onClick={onClear} className={classes.action}>
          {text.common.clear}
        </Button>
      ) : null}
    </div>
  )
}
