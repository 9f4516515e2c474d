import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MySession } from '#shared/sessions.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { ItemRows, LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { OwnerOnly } from '../owner-only.tsx'
import { SessionRow, sessionName } from './session-row.tsx'

const words = text.sessions
const refreshEveryMs = 30_000

/** Where I am signed in, and the end of what I do not know. */
export function SessionsSection() {
  const sessions = trpc.sessions.mine.useQuery(undefined, { refetchInterval: refreshEveryMs })
  const [ending, setEnding] = useState<MySession | null>(null)
  const [endingOthers, setEndingOthers] = useState(false)
  const others = sessions.data?.filter(({ current }) => !current).length ?? 0
  return (
    <>
      <Section
        id="sessions"
        title={words.title}
        lead={sessions.data && others === 0 ? words.noOthers : words.lead}
        actions={
          <OwnerOnly>
            <Button
              variant="default"
              color="danger"
              disabled={others === 0}
              title={sessions.data && others === 0 ? words.noOthers : undefined}
              onClick={() => setEndingOthers(true)}
            >
              {words.endOthers}
            </Button>
          </OwnerOnly>
        }
      >
        {sessions.data ? (
          <OwnerOnly>
            <ItemRows>
              {sessions.data.map((session) => (
                <SessionRow key={session.id} session={session} onEnd={setEnding} />
              ))}
            </ItemRows>
          </OwnerOnly>
        ) : sessions.isError ? (
          <QueryFailure error={sessions.error} onRetry={sessions.refetch} />
        ) : (
          <LoadingRows amount={2} />
        )}
      </Section>
      {ending ? <EndDialog session={ending} onClose={() => setEnding(null)} /> : null}
      {endingOthers ? <EndOthersDialog others={others} onClose={() => setEndingOthers(false)} /> : null}
    </>
  )
}

function EndDialog({ session, onClose }: { session: MySession; onClose: () => void }) {
  const queries = trpc.useUtils()
  const end = trpc.sessions.end.useMutation()
  return (
    <ConfirmDialog
      opened
      title={words.endTitle}
      confirm={words.endConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={async () => {
        await end.mutateAsync({ id: session.id })
        toast(words.ended)
        await queries.sessions.mine.invalidate()
      }}
    >
      <p>{words.endMeans(sessionName(session))}</p>
    </ConfirmDialog>
  )
}

function EndOthersDialog({ others, onClose }: { others: number; onClose: () => void }) {
  const queries = trpc.useUtils()
  const endOthers = trpc.sessions.endOthers.useMutation()
  return (
    <ConfirmDialog
      opened
      title={words.endOthersTitle(others)}
      confirm={words.endOthersConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={async () => {
        const { count } = await endOthers.mutateAsync()
        toast(words.endedOthers(count))
        await queries.sessions.mine.invalidate()
      }}
    >
      <p>{words.endOthersMeans}</p>
    </ConfirmDialog>
  )
}
