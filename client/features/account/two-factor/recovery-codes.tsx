import { Button, Modal } from '@mantine/core'
import dialog from '../../../components/dialog/confirm-dialog.module.css'
import { saveFile } from '../../../lib/browser/save-file.ts'
import { useCopied } from '../../../lib/browser/use-copied.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../security.module.css'

const words = text.twoFactor

/** Recovery codes, this once: only the button that says they are kept closes it. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { copied, copy } = useCopied()
  const content = `${codes.join('\n')}\n`
  return (
    <Modal
      opened
      title={words.codesTitle}
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={dialog.form}>
        <p>{words.codesLead}</p>
        <ul className={classes.codes} aria-label={words.codesTitle}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className={dialog.actions}>
          <Button variant="default" onClick={() => copy(content)}>
            {copied ? words.copied : words.copy}
          </Button>
          <Button variant="default" onClick={() => saveFile(words.fileName, 'text/plain', [content])}>
            {words.download}
          </Button>
          <Button variant="filled" onClick={onClose} data-autofocus>
            {words.kept}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
