import { Textarea, type TextareaProps } from '@mantine/core'

/** Why, as the audit log keeps it. */
export function ReasonField({
  words,
  ...input
}: TextareaProps & { words: { reason: string; reasonHint: string } }) {
  return (
    <Textarea
      {...input}
      label={words.reason}
      description={words.reasonHint}
      maxLength={500}
      autosize
      minRows={2}
      maxRows={6}
    />
  )
}
