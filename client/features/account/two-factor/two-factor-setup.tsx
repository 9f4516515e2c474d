import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { z } from 'zod'
import { oneTimeCodeSchema } from '#shared/two-factor.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { lazyPart } from '../../../components/part/lazy-part.tsx'
import { AuthRefusal } from '../../../lib/api/auth.tsx'
import { toFailure } from '../../../lib/api/failure.ts'
import { useFocusBack } from '../../../lib/browser/use-focus-back.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { part } from '../../../lib/part/part.ts'
import { untilTime } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { useAccountAuth } from '../account-auth.ts'
import { explainRefusal } from '../explain-refusal.ts'
import classes from '../security.module.css'
import { useRefreshAccount } from '../use-account-queries.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecretKey } from './secret-key.tsx'

const words = text.twoFactor
const QrCode = lazyPart(
  part(() => import('./qr-code.tsx')),
  'QrCode',
  <Skeleton width={192} height={192} />,
)
const codeForm = z.object({ code: oneTimeCodeSchema })

interface Secret {
  totpURI: string
  backupCodes: string[]
}

/** Turns two-factor on: the password, the app, its first code, the recovery codes. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const auth = useAccountAuth()
  const refresh = useRefreshAccount()
  const [secret, setSecret] = useState<Secret | null>(null)
  const [verified, setVerified] = useState(false)

  const begin = async (password: string) => {
    const made = await auth.enableTwoFactor(password)
    if (made && 'totpURI' in made) setSecret({ totpURI: made.totpURI, backupCodes: made.backupCodes })
  }
  const finish = async () => {
    setVerified(true)
    toast(words.enabled)
    await refresh()
  }
  if (!secret) {
    return (
      <PasswordDialog title={words.enableTitle} confirm={words.next} onClose={onClose} onPassword={begin}>
        <p>{words.enableLead}</p>
      </PasswordDialog>
    )
  }
  if (!verified) return <ScanDialog uri={secret.totpURI} onClose={onClose} onVerified={finish} />
  return <RecoveryCodes codes={secret.backupCodes} onClose={onClose} />
}

/** A lock is of codes here: the common sentence speaks of passwords. */
function sayUntilWhen(error: unknown): never {
  const { reason, status } = toFailure(error)
  if (reason?.kind !== 'locked') throw error
  const time = untilTime(new Date(reason.until), text.locale)
  throw new AuthRefusal(status, { message: text.failures.codesLocked(time) })
}

interface ScanProps {
  uri: string
  onClose: () => void
  onVerified: () => Promise<unknown>
}

function ScanDialog({ uri, onClose, onVerified }: ScanProps) {
  const auth = useAccountAuth()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: validateWith(async () => codeForm),
  })
  const refusals = {
    INVALID_CODE: { message: words.wrongCode, field: 'code' },
    TOTP_NOT_ENABLED: { message: words.codeTooLate },
    INVALID_TWO_FACTOR_COOKIE: { message: words.codeTooLate },
  }
  const submit = useSubmit({
    form,
    draft: null,
    action: async (values) => {
      await explainRefusal(auth.verifyCode(codeForm.parse(values).code).catch(sayUntilWhen), refusals)
      await onVerified()
    },
  })
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <FormDialog title={words.scanTitle} confirm={words.verify} submit={submit} onClose={onClose}>
      <p>{words.scanLead}</p>
      <div className={classes.scan}>
        <QrCode value={uri} />
        <SecretKey secret={secret} />
      </div>
      <TextInput
        key={form.key('code')}
        {...form.getInputProps('code')}
        label={words.code}
        description={words.codeHint}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        data-autofocus
      />
    </FormDialog>
  )
}
