import { Link } from '@tanstack/react-router'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column } from '../../../components/table/data-table.tsx'
import { text as words } from '../../../lib/text/services-text.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-cells.module.css'

/** Whether its keys work. */
export function ServiceStatus({ disabledAt }: Pick<ServiceAccount, 'disabledAt'>) {
  return (
    <StatusWord tone={disabledAt ? 'blocked' : 'good'}>
      {disabledAt ? words.disabled : words.enabled}
    </StatusWord>
  )
}

const Name = ({ id, name }: ServiceAccount) => (
  <Link to="/admin/service-accounts/$id" params={{ id }}>
    {name}
  </Link>
)

/** When any of its keys was last used. */
export const LastUsed = ({ lastUsedAt }: Pick<ServiceAccount, 'lastUsedAt'>) =>
  lastUsedAt ? <TimeText value={lastUsedAt} /> : words.never

/** The columns of the service accounts. */
export const serviceColumns = (): Column<ServiceAccount>[] => [
  { id: 'name', header: words.one, cell: ({ row }) => <Name {...row.original} /> },
  { id: 'role', header: text.common.role, cell: ({ row }) => text.common.roles[row.original.role] },
  { id: 'status', header: text.common.status, cell: ({ row }) => <ServiceStatus {...row.original} /> },
  { id: 'keys', header: words.keys, cell: ({ row }) => words.liveKeys(row.original.liveKeys) },
  { id: 'used', header: words.lastUsed, cell: ({ row }) => <LastUsed {...row.original} /> },
  { id: 'made', header: words.made, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
]

/** The same row where there is no room for columns. */
export function ServiceCard({ service }: { service: ServiceAccount }) {
  return (
    <CardLines
      title={<Name {...service} />}
      end={<ServiceStatus {...service} />}
      lines={[
        <span key="facts" className={classes.facts}>
          <span>{text.common.roles[service.role]}</span>
          <span>{words.liveKeys(service.liveKeys)}</span>
        </span>,
        <span key="used">
          {words.lastUsed}: <LastUsed {...service} />
        </span>,
      ]}
    />
  )
}
