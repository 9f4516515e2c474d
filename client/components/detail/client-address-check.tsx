import type { ClientAddressReport } from '#shared/limits/limit-rules.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { Notice } from '../notice/notice.tsx'
import { QueryFailure } from '../notice/query-failure.tsx'
import { Section } from '../page/page.tsx'
import { Skeleton } from '../page/skeleton.tsx'
import classes from './client-address-check.module.css'
import { CopyText } from './copy-text.tsx'
import { Facts } from './facts.tsx'

const words = text.clientAddress

/** How the server tells callers apart by address, shown by this very request, with what looks wrong. */
export function ClientAddressCheck() {
  const report = trpc.limits.clientAddress.useQuery()
  return (
    <Section title={words.title} lead={words.lead}>
      {report.data ? (
        <Report report={report.data} />
      ) : report.isError ? (
        <QueryFailure error={report.error} onRetry={report.refetch} />
      ) : (
        <div aria-busy="true">
          <Skeleton width="60%" height={168} />
        </div>
      )}
    </Section>
  )
}

function Report({ report }: { report: ClientAddressReport }) {
  const { address, network, widerNetwork, forwardedFor, trustedProxies, recent, warnings } = report
  return (
    <div className={classes.report}>
      {warnings.map(({ kind, message }) => (
        <Notice key={kind} tone="waiting">
          {message}
        </Notice>
      ))}
      {warnings.length === 0 ? <Notice tone="good">{words.good}</Notice> : null}
      <Facts
        items={[
          [words.address, <CopyText key="address" value={address} max={45} />],
          [words.network, <CopyText key="network" value={network} max={45} />],
          ...(widerNetwork
            ? [
                [words.wider, <CopyText key="wider" value={widerNetwork} max={45} />] as [
                  string,
                  React.ReactNode,
                ],
              ]
            : []),
          [words.path, <Path key="path" hops={report.hops} />],
          [words.forwarded, forwardedFor ?? words.nothing],
          [words.proxies, trustedProxies.join(', ') || words.noProxies],
          [words.recent, words.recentOf(amountOf(recent.requests), amountOf(recent.networks))],
        ]}
      />
    </div>
  )
}

const amountOf = (amount: number) => ({ amount, shown: count(amount, text.locale) })

// A hop is the caller, or a proxy that is believed, or lies beyond the caller and proves nothing.
function Path({ hops }: { hops: ClientAddressReport['hops'] }) {
  return (
    <ol className={classes.path}>
      {hops.map(({ value, from, trusted, client }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same address may be on the path twice
        <li key={index}>
          <span className={classes.hop}>{value}</span>{' '}
          <span className={classes.role}>
            {[
              from === 'connection' ? words.connection : words.forwarded,
              client ? words.client : trusted ? words.trusted : words.notBelieved,
            ].join(', ')}
          </span>
        </li>
      ))}
    </ol>
  )
}
