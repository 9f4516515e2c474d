import { Autocomplete, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { type ExplainLimitInput, explainLimitInput } from '#shared/limits/limit-events.ts'
import { SubmitButton } from '../../../components/control/submit-button.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text as words } from '../../../lib/text/explain-text.ts'
import { UserField } from '../user-field.tsx'
import classes from './explain-form.module.css'
import { fromQuestion, type Question, takesAddress } from './explain-question.ts'

const shownCalls = 12

interface Props {
  question: Question
  onAsk: (input: ExplainLimitInput) => Promise<void>
}

/** Which call, and who makes it. */
export function ExplainForm({ question, onAsk }: Props) {
  const calls = trpc.limits.calls.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const form = useForm<Question>({
    initialValues: question,
    validate: async (values) => {
      const errors: Record<string, ReactNode> = await validateWith(async () => explainLimitInput)(
        fromQuestion(values),
      )
      const value = values.value.trim() === '' ? words.sayWho : errors[values.who]
      return { ...errors, ...(value ? { value } : {}) }
    },
  })
  const submit = useSubmit({
    form,
    draft: 'explain',
    action: async (values) => onAsk(explainLimitInput.parse(fromQuestion(values))),
  })
  return (
    <form onSubmit={submit.onSubmit} noValidate className={classes.form}>
      <Autocomplete
        {...form.getInputProps('procedure')}
        className={classes.wide}
        label={words.procedure}
        description={words.procedureHint}
        data={calls.data?.items.map(({ path }) => path) ?? []}
        limit={shownCalls}
        spellCheck={false}
        autoComplete="off"
        comboboxProps={{ portalProps: { target: '#overlays' }, transitionProps: { duration: 120 } }}
      />
      <CallerFields form={form} />
      <div className={classes.end}>
        <SubmitButton size="sm" fullWidth={false} pending={submit.pending} secondsLeft={submit.secondsLeft}>
          {words.submit}
        </SubmitButton>
        <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
      </div>
    </form>
  )
}

// One way to name the caller, and for most the address they call from.
function CallerFields({ form }: { form: ReturnType<typeof useForm<Question>> }) {
  const { who, value } = form.values
  return (
    <>
      <NativeSelect
        {...form.getInputProps('who')}
        label={words.who}
        data={keysOf(words.whos).map((one) => ({ value: one, label: words.whos[one] }))}
        onChange={(event) => {
          form.getInputProps('who').onChange(event)
          form.setFieldValue('value', '')
        }}
      />
      {who === 'userId' ? (
        <UserField
          label={words.values.userId}
          value={value}
          error={form.errors.value}
          onChange={(id) => form.setFieldValue('value', id)}
        />
      ) : (
        <TextInput
          {...form.getInputProps('value')}
          label={words.values[who]}
          spellCheck={false}
          autoComplete="off"
        />
      )}
      {takesAddress(who) ? (
        <TextInput
          {...form.getInputProps('ip')}
          label={words.alsoIp}
          placeholder={words.alsoIpHint}
          spellCheck={false}
          autoComplete="off"
        />
      ) : null}
    </>
  )
}
