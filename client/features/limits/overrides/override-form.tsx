import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type LimitOverride, type OverrideTarget, setOverrideInput } from '#shared/limits/limit-rules.ts'
import { EndFields } from '../../../components/control/end-fields.tsx'
import { FieldPair } from '../../../components/control/field-pair.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useAct } from '../../../components/dialog/use-act.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { exactTime } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { usePolicyNames } from '../use-policy-names.ts'
import { UserField } from '../user-field.tsx'
import { namesPolicy, type OverrideValues, overrideValues, toOverrideInput } from './override-values.ts'

const words = text.overrides

interface Props {
  target: OverrideTarget
  value: string
  /** The one to change; without it a new one is made. */
  override?: LimitOverride
  onClose: () => void
}

/** For whom, what, until when and why. */
export function OverrideForm({ target, value, override, onClose }: Props) {
  const { client, limits } = trpc.useUtils()
  const act = useAct()
  const form = useForm<OverrideValues>({
    initialValues: overrideValues(target, value, override),
    validate: (values) =>
      validateWith(async () => setOverrideInput)(toOverrideInput(values, override, new Date())),
  })
  const submit = useSubmit({
    form,
    draft: `override ${override?.id ?? 'new'}`,
    action: async (values) => {
      const input = setOverrideInput.parse(toOverrideInput(values, override, new Date()))
      await act({
        action: 'override.set',
        done: override ? words.saved : words.added,
        run: () => client.limits.setOverride.mutate(input),
        refresh: () => limits.invalidate(),
      })
      onClose()
    },
  })
  return (
    <FormDialog
      title={override ? words.editHeading : words.addHeading}
      confirm={override ? words.editConfirm : words.addConfirm}
      submit={submit}
      onClose={onClose}
    >
      <TargetFields form={form} />
      <EffectFields form={form} />
      <Ends form={form} expiresAt={override?.expiresAt ?? null} />
      <Textarea
        {...form.getInputProps('reason')}
        label={words.reason}
        description={words.reasonHint}
        autosize
        minRows={2}
        maxRows={6}
      />
    </FormDialog>
  )
}

interface FieldsProps {
  form: ReturnType<typeof useForm<OverrideValues>>
}

function TargetFields({ form }: FieldsProps) {
  const { values, errors } = form
  const policies = usePolicyNames()
  return (
    <>
      <NativeSelect
        {...form.getInputProps('target')}
        label={words.target}
        data-autofocus
        data={keysOf(words.targets).map((one) => ({ value: one, label: words.targets[one] }))}
        onChange={(event) => {
          form.getInputProps('target').onChange(event)
          form.setFieldValue('value', '')
        }}
      />
      {values.target === 'user' ? (
        <UserField
          label={words.value}
          description={words.targetHints.user}
          value={values.value}
          error={errors.value}
          onChange={(id) => form.setFieldValue('value', id)}
        />
      ) : (
        <TextInput
          {...form.getInputProps('value')}
          label={words.value}
          description={words.targetHints[values.target]}
          spellCheck={false}
          autoComplete="off"
        />
      )}
      {namesPolicy(values.target) ? null : (
        <NativeSelect
          {...form.getInputProps('policy')}
          label={words.policy}
          data={[
            { value: '', label: words.everyPolicy },
            ...policies.map((name) => ({ value: name, label: name })),
          ]}
        />
      )}
    </>
  )
}

function EffectFields({ form }: FieldsProps) {
  return (
    <FieldPair>
      <NativeSelect
        {...form.getInputProps('effect')}
        label={words.effect}
        data={keysOf(words.effects).map((one) => ({ value: one, label: words.effects[one] }))}
      />
      {form.values.effect === 'limit' ? (
        <NumberInput
          {...form.getInputProps('limit')}
          label={words.limit}
          min={1}
          allowDecimal={false}
          hideControls
        />
      ) : null}
    </FieldPair>
  )
}

// `expiresAt` is the end that the override has already: it can be kept.
function Ends({ form, expiresAt }: FieldsProps & { expiresAt: string | null }) {
  const { keep, ...others } = words.endChoices
  return (
    <EndFields
      words={{ ...words, endChoices: expiresAt ? { keep, ...others } : others }}
      end={form.getInputProps('end')}
      at={form.getInputProps('expiresAt')}
      error={form.errors.expiresAt}
      description={
        form.values.end === 'keep' && expiresAt ? exactTime(new Date(expiresAt), text.locale) : undefined
      }
    />
  )
}
