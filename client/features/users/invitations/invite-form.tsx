import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { createUserInput, inviteUserInput } from '#shared/invitations.ts'
import type { Role } from '#shared/roles.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-forms.module.css'

const words = text.users
const roleOptions = keysOf(text.common.roles).map((value) => ({ value, label: text.common.roles[value] }))
const lifetimes = [1, 3, 7, 14, 30].map((days) => ({ value: String(days), label: words.days(days) }))

interface Values {
  email: string
  name: string
  role: Role
  expiresInDays: string
}
const toInvite = ({ name, expiresInDays, ...rest }: Values) => ({
  ...rest,
  name: name.trim() || undefined,
  expiresInDays: Number(expiresInDays),
})
const toCreate = ({ expiresInDays, ...rest }: Values) => ({ ...rest, expiresInDays: Number(expiresInDays) })

interface Props {
  /** `create` makes the account at once, `invite` when they accept. */
  kind: 'invite' | 'create'
  onClose: () => void
}

/** Somebody new, who sets the password by a mailed link. */
export function InviteForm({ kind, onClose }: Props) {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const invites = kind === 'invite'
  const form = useForm<Values>({
    initialValues: { email: '', name: '', role: 'user', expiresInDays: '7' },
    validate: (values) =>
      invites
        ? validateWith(async () => inviteUserInput)(toInvite(values))
        : validateWith(async () => createUserInput)(toCreate(values)),
  })
  const { users } = queries.client
  const send = async (values: Values) => {
    if (invites) {
      const sent = await withIdentity(() => users.invite.mutate(inviteUserInput.parse(toInvite(values))))
      return words.invited(sent.email)
    }
    await withIdentity(() => users.create.mutate(createUserInput.parse(toCreate(values))))
    return words.createdUser(values.name.trim())
  }
  const submit = useSubmit({
    form,
    action: async (values) => {
      toast(await send(values))
      onClose()
      await Promise.all([queries.users.invalidate(), queries.invitations.invalidate()])
    },
  })
  return (
    <FormDialog
      title={invites ? words.inviteHeading : words.createHeading}
      confirm={invites ? words.inviteConfirm : words.createConfirm}
      submit={submit}
      onClose={onClose}
    >
      <p>{invites ? words.inviteLead : words.createLead}</p>
      <TextInput
        {...form.getInputProps('email')}
        label={text.common.email}
        type="email"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <TextInput
        {...form.getInputProps('name')}
        label={invites ? words.nameOptional : text.common.name}
        description={invites ? words.nameHint : undefined}
        autoComplete="off"
      />
      <div className={classes.pair}>
        <NativeSelect {...form.getInputProps('role')} label={text.common.role} data={roleOptions} />
        <NativeSelect {...form.getInputProps('expiresInDays')} label={words.linkLasts} data={lifetimes} />
      </div>
    </FormDialog>
  )
}
