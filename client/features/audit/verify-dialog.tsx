import { Button, Modal } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AuditProblem } from '#shared/audit/audit.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { toast } from '../../components/notice/toast.tsx'
import { toFailure } from '../../lib/api/failure.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import { useVerification, type Verification } from './use-verification.ts'

const words = text.audit

/** Checks the whole log and says what is wrong first, or that nothing is. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const { state, start, stop } = useVerification()
  const running = state?.phase === 'running'
  return (
    <Modal
      opened
      title={words.verifyTitle}
      onClose={onClose}
      closeOnClickOutside={!running}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <div className={classes.dialog}>
        <p>{words.verifyLead}</p>
        {state ? <Progress state={state} /> : null}
        <p className={classes.muted}>{words.headHint}</p>
        <div className={classes.actions}>
          <HeadButton />
          {running ? (
            <Button variant="default" onClick={stop}>
              {text.components.work.stop}
            </Button>
          ) : (
            <Button variant="filled" onClick={start} data-autofocus>
              {state ? words.verifyAgain : words.verifyStart}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Progress({ state: { phase, checked, position, end, problem, failure } }: { state: Verification }) {
  const all = Math.max(end, checked)
  const label = words.verified(count(checked, text.locale), count(all, text.locale), all)
  return (
    <>
      <div>
        <progress className={classes.bar} value={position} max={Math.max(end, 1)} aria-label={label} />
        <p className={classes.numbers}>{label}</p>
      </div>
      <FailureNotice failure={failure} />
      {phase === 'stopped' ? <Notice tone="waiting">{words.stopped}</Notice> : null}
      {problem ? <Problem problem={problem} /> : null}
      {phase === 'finished' && !problem ? (
        <Notice tone="good">{words.allRight(checked, count(checked, text.locale))}</Notice>
      ) : null}
    </>
  )
}

function Problem({ problem: { kind, message, id } }: { problem: AuditProblem }) {
  const action = id ? (
    <Link to="/admin/audit/$id" params={{ id }}>
      {words.problemRow}
    </Link>
  ) : null
  return (
    <Notice tone="danger" title={words.problemTitle} action={action} urgent>
      {words.problems[kind]}. {message}
    </Notice>
  )
}

function HeadButton() {
  const { client } = trpc.useUtils()
  const [pending, setPending] = useState(false)
  const download = async () => {
    setPending(true)
    try {
      const head = await client.audit.head.query()
      saveFile(datedName('audit-head', 'json'), 'application/json', [`${JSON.stringify(head, null, 2)}\n`])
    } catch (error) {
      toast(failureText(toFailure(error)), 'danger')
    } finally {
      setPending(false)
    }
  }
  return (
    <Button variant="default" disabled={pending} onClick={download}>
      {words.head}
    </Button>
  )
}
