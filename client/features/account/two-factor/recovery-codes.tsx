import { Button } from '@mantine/core'
import { OnceDialog } from '../../../components/dialog/once-dialog.tsx'
import { saveFile } from '../../../lib/browser/save-file.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../security.module.css'

const words = text.twoFactor

/** Recovery codes, this once. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const content = `${codes.join('\n')}\n`
  const download = (
    <Button variant="default" onClick={() => saveFile(words.fileName, 'text/plain', [content])}>
      {words.download}
    </Button>
  )
  return (
    <OnceDialog title={words.codesTitle} content={content} words={words} actions={download} onClose={onClose}>
      <p>{words.codesLead}</p>
      <ul className={classes.codes} aria-label={words.codesTitle}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </OnceDialog>
  )
}
