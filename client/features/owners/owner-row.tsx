import { Link, linkOptions } from '@tanstack/react-router'
import type { CreditOwner } from '#shared/credits/credits.ts'
import { isServiceAddress } from '#shared/service-address.ts'
import { shown } from '../../components/credits/credit-words.ts'
import { QuotaMeter } from '../../components/credits/month-use.tsx'
import { Avatar } from '../../components/detail/avatar.tsx'
import { CopyText } from '../../components/detail/copy-text.tsx'
import { CardLines, type Column, NameCell } from '../../components/table/data-table.tsx'
import { text as creditWords } from '../../lib/text/credits-text.ts'
import { text as owners } from '../../lib/text/owners-text.ts'
import classes from './owners.module.css'

const words = owners

/** Where what somebody has is shown in full: the tab Credits of a person's page, or the page of a service account. */
export const pageOf = ({ id, email }: NonNullable<CreditOwner['user']>) =>
  isServiceAddress(email)
    ? linkOptions({ to: '/admin/service-accounts/$id', params: { id } })
    : linkOptions({ to: '/admin/users/$id', params: { id }, search: { tab: 'credits' } })

function OwnerName({ owner: { ownerId, user } }: { owner: CreditOwner }) {
  if (!user) return <NameCell name={words.erased} second={<CopyText value={ownerId} max={13} />} />
  return (
    <NameCell
      lead={<Avatar name={user.name} image={user.image} />}
      name={<Link {...pageOf(user)}>{user.name}</Link>}
      second={user.email}
    />
  )
}

/** How much of the bound is used, and how high it is. */
function Bound({ owner: { quota, quotaUsed } }: { owner: CreditOwner }) {
  if (quota === null) return <span className={classes.muted}>{creditWords.noQuota}</span>
  return (
    <div className={classes.use}>
      <QuotaMeter quota={quota} quotaUsed={quotaUsed} />
      <span className={classes.numbers}>{creditWords.ofQuota(shown(quota))}</span>
    </div>
  )
}

/** The columns of the list of owners. */
export const ownerColumns: Column<CreditOwner>[] = [
  { id: 'owner', header: words.owner, cell: ({ row }) => <OwnerName owner={row.original} /> },
  { id: 'balance', header: creditWords.available, cell: ({ row }) => shown(row.original.available) },
  { id: 'held', header: words.held, cell: ({ row }) => shown(row.original.held) },
  { id: 'spent', header: creditWords.usedThisMonth, cell: ({ row }) => shown(row.original.quotaUsed) },
  { id: 'quota', header: words.ofQuota, cell: ({ row }) => <Bound owner={row.original} /> },
  { id: 'plan', header: creditWords.plan, cell: ({ row }) => row.original.plan.title },
]

/** The same row where there is no room for columns. */
export function OwnerCard({ owner }: { owner: CreditOwner }) {
  return (
    <CardLines
      title={<OwnerName owner={owner} />}
      end={<span className={classes.amount}>{shown(owner.available)}</span>}
      lines={[
        <span key="facts" className={classes.facts}>
          <span>{owner.plan.title}</span>
          <span>
            {creditWords.usedThisMonth} {shown(owner.quotaUsed)}
          </span>
          {owner.held > 0 ? (
            <span>
              {words.held} {shown(owner.held)}
            </span>
          ) : null}
        </span>,
        <Bound key="bound" owner={owner} />,
      ]}
    />
  )
}
