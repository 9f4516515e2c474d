import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from '../../lib/browser/use-copied.ts'
import { text } from '../../lib/text/text.ts'
import classes from './json-view.module.css'

const words = text.components.json

/** Raw data for a close look. */
export function JsonView({ value, label = words.label }: { value: unknown; label?: string }) {
  return <CodeView code={JSON.stringify(value, null, 2) ?? ''} label={label} />
}

/** Code as it is: readable, scrolled within its frame, copied by a click. */
export function CodeView({ code, label }: { code: string; label: string }) {
  const { copied, copy } = useCopied()
  const Icon = copied ? IconCheck : IconCopy
  return (
    <div className={classes.root}>
      <Button
        size="compact-sm"
        variant="default"
        className={classes.copy}
        leftSection={<Icon size={14} stroke={1.75} aria-hidden="true" />}
        onClick={() => copy(code)}
      >
        {copied ? words.copied : words.copy}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className={classes.frame} tabIndex={0} aria-label={label}>
        <pre className={classes.code}>{code}</pre>
      </section>
    </div>
  )
}
