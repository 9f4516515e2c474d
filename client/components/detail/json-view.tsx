import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from '../../lib/browser/use-copied.ts'
import { text } from '../../lib/text/text.ts'
import classes from './json-view.module.css'

const words = text.components.json

/** Raw data for a close look: readable, scrolled within its frame, copied by a click. */
export function JsonView({ value, label = words.label }: { value: unknown; label?: string }) {
  const { copied, copy } = useCopied()
  const shown = JSON.stringify(value, null, 2) ?? ''
  const Icon = copied ? IconCheck : IconCopy
  return (
    <div className={classes.root}>
      <Button
        size="compact-sm"
        variant="default"
        className={classes.copy}
        leftSection={<Icon size={14} stroke={1.75} aria-hidden="true" />}
        onClick={() => copy(shown)}
      >
        {copied ? words.copied : words.copy}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className={classes.frame} tabIndex={0} aria-label={label}>
        <pre className={classes.code}>{shown}</pre>
      </section>
    </div>
  )
}
