import { Fragment } from 'react'
import classes from './api-docs.module.css'

/** Text of the document: paragraphs, with code between backticks. */
export function Prose({ text }: { text: string }) {
  return (
    <div className={classes.prose}>
      {text.split('\n\n').map((paragraph) => (
        <p key={paragraph}>
          <InlineCode text={paragraph} />
        </p>
      ))}
    </div>
  )
}

/** A sentence with code between backticks. */
export function InlineCode({ text }: { text: string }) {
  const parts = text.split('`')
  return parts.map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their places
    index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
  )
}
