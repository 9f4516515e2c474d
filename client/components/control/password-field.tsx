import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { text } from '../../lib/text/outside-text.ts'

/** A password with a button that reveals it. `autoComplete` says whether it is the current or a new one. */
export function PasswordField(
  props: PasswordInputProps & { autoComplete: 'current-password' | 'new-password' },
) {
  return (
    <PasswordInput
      label={text.common.password}
      withAsterisk={false}
      visibilityToggleButtonProps={{
        'aria-label': text.common.showPassword,
        tabIndex: 0,
        'aria-hidden': false,
      }}
      {...props}
    />
  )
}
