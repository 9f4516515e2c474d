import { BusyButton } from '../../../components/control/busy-button.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { saveFile } from '../../../lib/browser/save-file.ts'
import { useAttempt } from '../../../lib/form/use-attempt.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './export-section.module.css'

const words = text.data

/** What is kept about me, to take away. */
export function ExportSection() {
  const { client } = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const { run, pending, failure, secondsLeft } = useAttempt()
  const exportMe = () =>
    run(async () => {
      const found = await withIdentity(() => client.users.exportMe.query())
      const name = words.fileName(found.exportedAt.slice(0, 10))
      saveFile(name, 'application/json', [`${JSON.stringify(found, null, 2)}\n`])
      toast(words.exported)
    })
  return (
    <Section
      id="data"
      title={words.exportTitle}
      lead={words.exportLead}
      actions={
        <BusyButton variant="default" pending={pending} disabled={secondsLeft > 0} onClick={exportMe}>
          {words.export}
        </BusyButton>
      }
    >
      <div className={classes.export}>
        <FailureNotice failure={failure} secondsLeft={secondsLeft} />
        <ul className={classes.has}>
          {words.exportHas.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </div>
    </Section>
  )
}
