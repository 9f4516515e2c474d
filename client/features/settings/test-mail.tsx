import { useEffect, useState } from 'react'
import type { MailTest } from '#shared/mail-test.ts'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { text } from '../../lib/text/text.ts'
import classes from './settings.module.css'
import { TestMailOutcome } from './test-mail-outcome.tsx'

const words = text.mails

interface Props {
  email: string
  manages: boolean
  /** The queue is another one than before. */
  onChange: () => unknown
}

/** Sends the reader a mail and follows it until the mail server has taken it, or says why not. */
export function TestMail({ email, manages, onChange }: Props) {
  const queries = trpc.useUtils()
  const send = trpc.settings.testMail.useMutation()
  const [id, setId] = useState<string | null>(null)
  const test = trpc.settings.mailTest.useQuery(
    { id: id ?? '' },
    { enabled: id !== null, refetchInterval: ({ state }) => nextLookMs(state.data) },
  )
  const attempt = useAttempt()
  const sendOne = () =>
    attempt.run(async () => {
      const sent = await send.mutateAsync()
      queries.settings.mailTest.setData({ id: sent.id }, sent)
      setId(sent.id)
    })
  const { data } = test
  const onItsWay = data?.state === 'waiting' && data.problem === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of the mail is one of the queue
  useEffect(() => {
    if (data) onChange()
  }, [data?.state, data?.attempts])
  return (
    <div className={classes.form}>
      <div className={classes.end}>
        <p className={classes.changed}>{manages ? words.testLead(email) : words.testReadOnly}</p>
        <BusyButton
          variant="default"
          pending={attempt.pending || onItsWay}
          disabled={!manages || attempt.secondsLeft > 0}
          onClick={sendOne}
        >
          {words.test}
        </BusyButton>
      </div>
      <FailureNotice failure={attempt.failure} secondsLeft={attempt.secondsLeft} />
      {test.error && !data ? <QueryFailure error={test.error} onRetry={test.refetch} /> : null}
      {data && !attempt.failure ? <TestMailOutcome test={data} email={email} /> : null}
    </div>
  )
}

function nextLookMs(test: MailTest | undefined): number | false {
  if (test?.state !== 'waiting') return false
  return test.problem ? 5000 : 1000
}
