import { Link } from '@tanstack/react-router'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { actorName } from '../../lib/audit/audit-words.ts'
import { text } from '../../lib/text/text.ts'

const words = text.audit

/** Says that the act was taken back, and by whom; `by` is the row that tells of it. */
export function UndoneNotice({ by }: { by: string }) {
  const { data: undo } = trpc.audit.get.useQuery({ id: by })
  if (!undo) return null
  const action = (
    <Link to="/admin/audit/$id" params={{ id: undo.id }}>
      {words.showUndo}
    </Link>
  )
  return (
    <Notice tone="plain" action={action}>
      {words.undoneBefore(actorName(undo))} <TimeText value={undo.at} />
    </Notice>
  )
}
