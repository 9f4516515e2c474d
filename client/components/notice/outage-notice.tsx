import { Button } from '@mantine/core'
import { text } from '../../lib/text/outside-text.ts'
import { Notice } from './notice.tsx'
import classes from './outage-notice.module.css'

/** Says on top of the page that the service is away; the page and the session stay as they are. */
export function OutageNotice({ onRetry }: { onRetry: () => void }) {
  return (
    <div className={classes.banner}>
      <Notice
        tone="waiting"
        title={text.failures.outageTitle}
        action={
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {text.common.retry}
          </Button>
        }
      >
        {text.failures.outage}
      </Notice>
    </div>
  )
}
