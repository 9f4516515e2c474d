import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

/** An anchor that looks like a button, to an address that is no page of ours. */
export function ButtonAnchor(props: ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>) {
  return <Button component="a" size="md" variant="filled" {...props} />
}

/** A typed link that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor)
