import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Section } from '../../../components/page/page.tsx'
import { useFocusBack } from '../../../lib/browser/use-focus-back.ts'
import { text } from '../../../lib/text/text.ts'
import { useAccountAuth } from '../account-auth.ts'
import classes from '../security.module.css'
import { useHasPassword, useRefreshAccount } from '../use-account-queries.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { TwoFactorSetup } from './two-factor-setup.tsx'

const words = text.twoFactor

/** Whether a code is asked for after my password, and what can be done about it. */
export function TwoFactorSection({ user }: { user: SessionUser }) {
  const [dialog, setDialog] = useState<'enable' | 'renew' | 'disable' | null>(null)
  const needsPassword = !useHasPassword()
  const on = user.twoFactorEnabled
  const close = () => setDialog(null)
  return (
    <>
      <Section
        title={words.title}
        lead={
          <>
            <StatusWord tone={on ? 'good' : 'plain'}>{on ? words.on : words.off}</StatusWord>
            <br />
            {needsPassword && !on ? words.needsPassword : words.lead}
          </>
        }
        actions={
          <div className={classes.acts}>
            {on ? (
              <>
                <Button variant="default" onClick={() => setDialog('renew')}>
                  {words.renew}
                </Button>
                <Button variant="default" color="danger" onClick={() => setDialog('disable')}>
                  {words.disable}
                </Button>
              </>
            ) : (
              <Button variant="default" disabled={needsPassword} onClick={() => setDialog('enable')}>
                {words.enable}
              </Button>
            )}
          </div>
        }
      />
      {dialog === 'enable' ? <TwoFactorSetup onClose={close} /> : null}
      {dialog === 'renew' ? <RenewCodes onClose={close} /> : null}
      {dialog === 'disable' ? <Disable onClose={close} /> : null}
    </>
  )
}

function RenewCodes({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const auth = useAccountAuth()
  const refresh = useRefreshAccount()
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />
  const renew = async (password: string) => {
    const made = await auth.renewRecoveryCodes(password)
    if (made) setCodes(made.backupCodes)
    await refresh()
  }
  return (
    <PasswordDialog
      title={words.renewTitle}
      confirm={words.renewConfirm}
      onClose={onClose}
      onPassword={renew}
    >
      <p>{words.renewMeans}</p>
    </PasswordDialog>
  )
}

function Disable({ onClose }: { onClose: () => void }) {
  const auth = useAccountAuth()
  const refresh = useRefreshAccount()
  const disable = async (password: string) => {
    await auth.disableTwoFactor(password)
    onClose()
    toast(words.disabled)
    await refresh()
  }
  return (
    <PasswordDialog
      title={words.disableTitle}
      confirm={words.disableConfirm}
      onClose={onClose}
      onPassword={disable}
    >
      <p>{words.disableMeans}</p>
    </PasswordDialog>
  )
}
