import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useCopied } from '../../lib/browser/use-copied.ts'
import classes from './confirm-dialog.module.css'

interface Props {
  title: string
  /** What the button to copy gives. */
  content: string
  words: { copy: string; copied: string; kept: string }
  /** Other ways to keep it. */
  actions?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Shows a secret this once: only the button that says it is kept closes it. */
export function OnceDialog({ title, content, words, actions, onClose, children }: Props) {
  const { copied, copy } = useCopied()
  return (
    <Modal
      opened
      title={title}
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className={classes.form}>
        {children}
        <div className={classes.actions}>
          <Button variant="default" onClick={() => copy(content)}>
            {copied ? words.copied : words.copy}
          </Button>
          {actions}
          <Button variant="filled" onClick={onClose} data-autofocus>
            {words.kept}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
