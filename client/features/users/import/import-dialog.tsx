import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { WorkDialog } from '../../../components/dialog/work-dialog.tsx'
import type { WorkState } from '../../../lib/batch/use-work.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'
import { LifetimeSelect } from '../lifetime-select.tsx'
import { RoleSelect } from '../role-select.tsx'
import forms from '../user-forms.module.css'
import { writePeople } from './check-people.ts'
import { ImportPreview } from './import-preview.tsx'
import { PeopleField } from './people-field.tsx'
import { useImport } from './use-import.ts'
import { useImportForm } from './use-import-form.ts'

/** Several people at once, pasted or from a file: who they are, what is wrong with whom, and how it goes. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { work, start } = useImport()
  const { form, submit, shown } = useImportForm((people, expiresInDays) => {
    // It comes back when it is over: the progress has a dialog of its own.
    start({ people, expiresInDays }).catch(() => null)
  })
  if (work.state) {
    const { results } = work.state
    // Whoever was not sent an invitation stays, to be mended and tried again.
    const close = () => {
      const sent = new Set(results.filter(({ failure }) => !failure).map(({ name }) => name.toLowerCase()))
      const left = shown.candidates.filter(({ email }) => !sent.has(email.toLowerCase()))
      if (left.length === 0) return onClose()
      if (sent.size > 0) form.setFieldValue('people', writePeople(left))
    }
    return (
      <WorkDialog {...{ work, titleOf }} file="invitations-report" columns={words.columns} onClosed={close} />
    )
  }
  const ready = shown.candidates.filter(({ problem }) => problem === null).length
  return (
    <FormDialog
      title={words.title}
      confirm={ready > 0 ? words.confirm(count(ready, text.locale), ready) : words.confirmNone}
      size="lg"
      {...{ submit, onClose }}
    >
      <p>{words.lead}</p>
      <PeopleField form={form} />
      <div className={forms.pair}>
        <RoleSelect {...form.getInputProps('role')} label={words.defaultRole} />
        <LifetimeSelect {...form.getInputProps('expiresInDays')} />
      </div>
      <ImportPreview {...shown} />
    </FormDialog>
  )
}

function titleOf({ phase, total, results }: WorkState): string {
  const over = phase === 'finished' || phase === 'stopped'
  const amount = over ? results.filter(({ failure }) => !failure).length : total
  return words[over ? 'ended' : 'running'](count(amount, text.locale), amount)
}
