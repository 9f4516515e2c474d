import { text } from '../../lib/text/text.ts'
import { OnceDialog } from '../dialog/once-dialog.tsx'
import classes from './keys.module.css'

const words = text.apiKeys

interface Props {
  secret: string
  rotated: boolean
  onClose: () => void
}

/** A new key, this once. */
export function KeySecret({ secret, rotated, onClose }: Props) {
  return (
    <OnceDialog title={words.secretTitle} content={secret} words={words} onClose={onClose}>
      <p>{words.secretLead}</p>
      {rotated ? <p>{words.oldWorks}</p> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a key is no fieldset */}
      <div className={classes.secret} role="group" aria-label={words.secret}>
        {secret}
      </div>
    </OnceDialog>
  )
}
