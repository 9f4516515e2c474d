import { Button, type ButtonProps } from '@mantine/core'
import type { ComponentProps, MouseEvent } from 'react'
import classes from './busy-button.module.css'

interface Props extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps> {
  pending: boolean
}

/** A button that shows that it works. Meanwhile it keeps its place and the focus, and a second press does nothing. */
export function BusyButton({ pending, onClick, children, ...props }: Props) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <Button
      {...props}
      onClick={press}
      aria-busy={pending}
      aria-disabled={pending || undefined}
      className={classes.button}
      data-pending={pending || undefined}
    >
      {children}
    </Button>
  )
}
