import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { createKeyInput, keyLifetime, type NewApiKey } from '#shared/keys.ts'
import type { Role } from '#shared/roles/roles.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { text } from '../../lib/text/text.ts'
import { useConfirmedIdentity } from '../dialog/confirm-identity.tsx'
import { FormDialog } from '../dialog/form-dialog.tsx'
import type { KeyCalls } from './key-calls.ts'
import { type KeyValues, toKeyInput, validateKey } from './key-values.ts'
import { PermissionChoices } from './permission-choices.tsx'

const words = text.apiKeys
const lifetimes = [7, 30, keyLifetime.usual, 180, keyLifetime.max].map((days) => ({
  value: String(days),
  label: words.days(days),
}))

interface Props {
  role: Role
  calls: Pick<KeyCalls, 'create' | 'refresh'>
  onMade: (made: NewApiKey) => void
  onClose: () => void
}

/** What a new key is called, how long it works, what it may and from where. */
export function CreateKey({ role, calls, onMade, onClose }: Props) {
  const withIdentity = useConfirmedIdentity()
  const form = useForm<KeyValues>({
    initialValues: { name: '', lifetimeDays: String(keyLifetime.usual), permissions: [], addresses: '' },
    validate: validateKey,
  })
  const submit = useSubmit({
    form,
    draft: 'new key',
    action: async (values) => {
      const input = createKeyInput.parse(toKeyInput(values))
      onMade(await withIdentity(() => calls.create(input)))
      await calls.refresh()
    },
  })
  return (
    <FormDialog title={words.createTitle} confirm={words.createConfirm} {...{ submit, onClose }}>
      <TextInput
        {...form.getInputProps('name')}
        label={words.name}
        description={words.nameHint}
        autoComplete="off"
        data-autofocus
      />
      <NativeSelect {...form.getInputProps('lifetimeDays')} label={words.lifetime} data={lifetimes} />
      <PermissionChoices
        role={role}
        chosen={form.values.permissions}
        error={form.errors.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
      <Textarea
        {...form.getInputProps('addresses')}
        label={words.addresses}
        description={words.addressesHint}
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        autoComplete="off"
      />
    </FormDialog>
  )
}
