import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { changeLimitInput, type LimitCounter } from '#shared/limits/limits.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.limits

/** What an admin is about to do to one counter, or to all. */
export type LimitAct =
  | { kind: 'reset' | 'increment' | 'decrement'; counter: LimitCounter }
  | { kind: 'resetAll' }

interface Props {
  act: LimitAct | null
  onClose: () => void
}

/** Asks before a counter changes, names it, and shows the list as it is afterwards. */
export function CounterDialogs({ act, onClose }: Props) {
  const queries = trpc.useUtils()
  const reset = trpc.limits.reset.useMutation()
  const resetAll = trpc.limits.resetAll.useMutation()
  const all = trpc.limits.list.useQuery({ limit: 1 }, { enabled: act?.kind === 'resetAll' })
  const total = all.data?.total
  const done = async (message: string) => {
    toast(message)
    await queries.limits.invalidate()
  }
  if (act?.kind === 'increment' || act?.kind === 'decrement') {
    return (
      <AmountDialog
        kind={act.kind}
        counter={act.counter}
        onClose={onClose}
        onDone={() => done(words.changed)}
      />
    )
  }
  return (
    <>
      <ConfirmDialog
        opened={act?.kind === 'reset'}
        title={words.resetHeading}
        confirm={words.resetConfirm}
        onClose={onClose}
        onConfirm={async () => {
          if (act?.kind !== 'reset') return
          await reset.mutateAsync({ id: act.counter.id })
          await done(words.resetDone)
        }}
      >
        {act?.kind === 'reset' ? <p>{words.resetMeans(act.counter.id)}</p> : null}
      </ConfirmDialog>
      <ConfirmDialog
        opened={act?.kind === 'resetAll'}
        title={words.resetAllHeading}
        confirm={words.resetAllConfirm}
        color="danger"
        onClose={onClose}
        onConfirm={async () => {
          const answer = await resetAll.mutateAsync()
          await done(words.resetAllDone(answer.count, count(answer.count, text.locale)))
        }}
      >
        <p>
          {total === undefined
            ? words.resetAllCounting
            : words.resetAllMeans(total, count(total, text.locale))}
        </p>
      </ConfirmDialog>
    </>
  )
}

interface AmountProps {
  kind: 'increment' | 'decrement'
  counter: LimitCounter
  onClose: () => void
  onDone: () => Promise<void>
}

function AmountDialog({ kind, counter, onClose, onDone }: AmountProps) {
  const increment = trpc.limits.increment.useMutation()
  const decrement = trpc.limits.decrement.useMutation()
  const [amount, setAmount] = useState<string | number>(1)
  const [error, setError] = useState<string | null>(null)
  const more = kind === 'increment'

  const confirm = async () => {
    const parsed = changeLimitInput.safeParse({ id: counter.id, amount })
    setError(parsed.error?.issues[0]?.message ?? null)
    if (!parsed.success) return false
    await (more ? increment : decrement).mutateAsync(parsed.data)
    await onDone()
  }
  return (
    <ConfirmDialog
      opened
      title={more ? words.incrementHeading : words.decrementHeading}
      confirm={more ? words.incrementConfirm : words.decrementConfirm}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{counter.id}</p>
      <NumberInput
        label={words.amount}
        value={amount}
        onChange={setAmount}
        error={error}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        data-autofocus
      />
    </ConfirmDialog>
  )
}
