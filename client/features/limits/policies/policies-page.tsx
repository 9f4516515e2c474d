import { useMemo, useState } from 'react'
import type { LimitPolicyView } from '#shared/limits/limit-rules.ts'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { DataTable } from '../../../components/table/data-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { LimitsPage } from '../limits-page.tsx'
import { useLimitsAccess } from '../use-limits-access.ts'
import { PolicyDialogs } from './policy-dialogs.tsx'
import { type PolicyAct, PolicyCard, type PolicyQuota, policyColumns } from './policy-row.tsx'

/** Every policy by what it counts: the numbers in force, where they come from, and who changed them and why. */
export function PoliciesPage() {
  const policies = trpc.limits.policies.useQuery()
  const { manages } = useLimitsAccess()
  const [act, setAct] = useState<PolicyAct | null>(null)
  const rows = useMemo(() => policies.data?.items.flatMap(quotasOf) ?? [], [policies.data])
  const onAct = manages ? setAct : null
  const columns = useMemo(() => policyColumns(manages ? setAct : null), [manages])
  return (
    <LimitsPage tab="policies" changeable>
      {policies.data || policies.isPending ? (
        <DataTable<PolicyQuota>
          caption={text.policies.caption}
          columns={columns}
          minor={['onStoreError']}
          rows={rows}
          rowId={({ policy, scope }) => `${policy}/${scope}`}
          renderCard={(quota) => <PolicyCard quota={quota} onAct={onAct} />}
          loadingRows={policies.data ? 0 : 10}
        />
      ) : (
        <QueryFailure error={policies.error} onRetry={policies.refetch} />
      )}
      <PolicyDialogs act={act} onClose={() => setAct(null)} />
    </LimitsPage>
  )
}

function quotasOf({ id, onStoreError, scopes }: LimitPolicyView): PolicyQuota[] {
  return scopes.map((quota) => ({ policy: id, onStoreError, ...quota }))
}
