import { TextInput, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useAuth } from '../../lib/api/auth.tsx'
import type { Failure } from '../../lib/api/failure.ts'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { part } from '../../lib/part/part.ts'
import { untilTime } from '../../lib/text/format.ts'
import { joiningText } from '../../lib/text/joining-text.ts'
import { text } from '../../lib/text/outside-text.ts'
import classes from './two-factor-step.module.css'

const words = joiningText.twoFactor
const loadSchemas = part(() => import('#shared/two-factor.ts'))

// What differs between a code of the app and one of those that were saved.
const kinds = {
  app: {
    title: words.title,
    lead: words.lead,
    label: words.code,
    other: words.useRecovery,
    loadSchema: () => loadSchemas().then((module) => module.oneTimeCodeInput),
  },
  recovery: {
    title: words.recoveryTitle,
    lead: words.recoveryLead,
    label: words.recoveryCode,
    other: words.useCode,
    loadSchema: () => loadSchemas().then((module) => module.recoveryCodeInput),
  },
}
type Kind = keyof typeof kinds

/** The code after the password or the provider; with it the sign-in is done. */
export function TwoFactorStep({ next }: { next?: string }) {
  const [kind, setKind] = useState<Kind>('app')
  const { title, lead, other } = kinds[kind]
  const footer = (
    <>
      <UnstyledButton className={classes.link} onClick={() => setKind(kind === 'app' ? 'recovery' : 'app')}>
        {other}
      </UnstyledButton>
      {' · '}
      <Link to="/login" search={{ next }}>
        {words.startAgain}
      </Link>
    </>
  )
  return (
    <PublicPage title={title} lead={lead} footer={footer}>
      <CodeForm key={kind} kind={kind} next={next} />
    </PublicPage>
  )
}

function CodeForm({ kind, next }: { kind: Kind; next?: string }) {
  const { label, loadSchema } = kinds[kind]
  const auth = useAuth()
  const goToNextPage = useGoToNextPage()
  const [trustDevice, setTrustDevice] = useState(false)
  const form = usePlainForm({ initialValues: { code: '' }, validate: validateWith(loadSchema) })
  const submit = useSubmit({
    form,
    draft: null,
    action: async ({ code }) => {
      const factor = { code, trustDevice }
      await (kind === 'app' ? auth.verifyCode(factor) : auth.verifyRecoveryCode(factor))
      await goToNextPage(next)
    },
  })
  return (
    <PublicForm
      submit={submit}
      label={words.submit}
      loadSchema={loadSchema}
      failureSentence={codeSentence(submit.failure)}
    >
      <TextInput
        key={form.key('code')}
        {...form.getInputProps('code')}
        label={label}
        classNames={{ input: classes.code }}
        autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
        inputMode={kind === 'app' ? 'numeric' : 'text'}
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        autoFocus
      />
      <label className={classes.trust}>
        <input
          type="checkbox"
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.currentTarget.checked)}
        />
        {words.trust}
      </label>
    </PublicForm>
  )
}

function codeSentence(failure: Failure | null): string | undefined {
  // A visitor who is asked for a code has no session yet that could have ended.
  if (failure?.reason?.kind === 'signed-out') return text.failures.codeTooLate
  if (failure?.reason?.kind !== 'locked') return undefined
  // A new password unlocks passwords at once, but no codes.
  return text.failures.codesLocked(untilTime(new Date(failure.reason.until), text.locale))
}
