import type { ReactNode } from 'react'
import type { ServiceReport } from '#shared/health.ts'
import { Facts } from '../../components/detail/facts.tsx'
import { ExactTime, TimeText } from '../../components/detail/time-text.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { ReportBody } from './report-body.tsx'
import classes from './settings.module.css'
import type { ReportQuery } from './use-service-report.ts'

const words = text.service
// The sealer comes each second.
const sealedWithinMs = 10_000

/** Whether the server answers, which one it is, and how it fares with what it has to do. */
export function ServiceState({ query }: { query: ReportQuery }) {
  return (
    <Section title={words.title} lead={words.lead}>
      <ReportBody query={query} lines={8}>
        {(report) => <Facts items={factsOf(report, query.isError)} />}
      </ReportBody>
    </Section>
  )
}

function factsOf(report: ServiceReport, away: boolean): [string, ReactNode][] {
  const { database, streams } = report
  return [
    [
      words.state,
      <StatusWord key="state" tone={away ? 'danger' : 'good'}>
        {away ? words.away : words.works}
      </StatusWord>,
    ],
    [words.time, <ExactTime key="now" value={report.now} />],
    [words.version, words.versionOf(report.version, report.nodeVersion)],
    [words.started, <TimeText key="started" value={report.startedAt} />],
    [words.database, words.databases[database.kind](database.version)],
    [words.migrations, <Migrations key="migrations" {...database.migrations} />],
    [words.auditLog, <AuditLog key="audit" report={report} />],
    [words.streams, words.streamsOf(count(streams, text.locale), streams)],
  ]
}

function Migrations({ applied, known }: ServiceReport['database']['migrations']) {
  const made = count(applied, text.locale)
  const all = count(known, text.locale)
  if (applied === known) return <StatusWord tone="good">{words.upToDate(made)}</StatusWord>
  if (applied < known) return <StatusWord tone="danger">{words.behind(made, all)}</StatusWord>
  return <StatusWord tone="waiting">{words.ahead(made, all)}</StatusWord>
}

function AuditLog({ report: { audit, now } }: { report: ServiceReport }) {
  const { unsealed, oldestUnsealedAt, missed, refusal } = audit
  const late = oldestUnsealedAt !== null && Date.parse(now) - Date.parse(oldestUnsealedAt) > sealedWithinMs
  return (
    <span className={classes.states}>
      <StatusWord tone={late ? 'danger' : 'good'}>
        {late ? words.unsealed(count(unsealed, text.locale), unsealed) : words.sealed}
      </StatusWord>
      {late ? (
        <span className={classes.hint}>
          {words.unsealedSince} <TimeText value={oldestUnsealedAt} />
        </span>
      ) : null}
      {refusal === null ? null : <StatusWord tone="danger">{words.notSealed(refusal)}</StatusWord>}
      {missed > 0 ? (
        <StatusWord tone="danger">{words.missed(count(missed, text.locale), missed)}</StatusWord>
      ) : null}
    </span>
  )
}
