import { Button } from '@mantine/core'
import { useCopied } from '../../../lib/browser/use-copied.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../security.module.css'

const words = text.twoFactor

/** The key behind the QR code, in fours so that it can be read and typed; copied whole. */
export function SecretKey({ secret }: { secret: string }) {
  const { copied, copy } = useCopied()
  const fours = (secret.match(/.{1,4}/g) ?? []).map((letters, index) => ({ letters, at: index * 4 }))
  return (
    <>
      <p className={classes.muted}>{words.secretLead}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of letters is no fieldset */}
      <div className={classes.key} role="group" aria-label={words.secret}>
        {fours.map(({ letters, at }) => (
          <span key={at}>{letters}</span>
        ))}
      </div>
      <Button variant="default" size="compact-sm" onClick={() => copy(secret)}>
        {copied ? words.copied : words.copySecret}
      </Button>
    </>
  )
}
