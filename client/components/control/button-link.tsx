import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

function AnchorButton(props: ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>) {
  return <Button component="a" size="md" variant="filled" {...props} />
}

/** A typed link that looks like a button. */
export const ButtonLink = createLink(AnchorButton)
