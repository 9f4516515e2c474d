import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { createUserInput, inviteUserInput } from '#shared/invitations.ts'
import type { Role } from '#shared/roles/roles.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { text as importWords } from '../../../lib/text/user-import-text.ts'
import { LifetimeSelect } from '../lifetime-select.tsx'
import { RoleSelect } from '../role-select.tsx'
import classes from '../user-forms.module.css'

const words = text.users

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
  /** Several instead of one. */
  onImport: () => void
  onClose: () => void
}

/** Somebody new, who sets the password by a mailed link. */
export function InviteForm({ kind, onImport, onClose }: Props) {
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
    draft: kind,
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
        <RoleSelect {...form.getInputProps('role')} />
        <LifetimeSelect {...form.getInputProps('expiresInDays')} />
      </div>
      {invites ? (
        <Button variant="default" size="compact-sm" className={classes.aside} onClick={onImport}>
          {importWords.openFromOne}
        </Button>
      ) : null}
    </FormDialog>
  )
}
