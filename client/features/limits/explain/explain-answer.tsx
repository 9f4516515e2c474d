import { IconCheck, IconLock, IconMinus } from '@tabler/icons-react'
import type { ExplainedCounter, ExplainStep, LimitExplanation } from '#shared/limits/limit-events.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { Meter } from '../../../components/detail/meter.tsx'
import { Notice } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { Section } from '../../../components/page/page.tsx'
import { useNow } from '../../../lib/browser/use-now.ts'
import { text as words } from '../../../lib/text/explain-text.ts'
import { count, duration, exactTime, windowText } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './explain-answer.module.css'

const icons = { passes: IconCheck, refuses: IconLock, 'not-applicable': IconMinus }

interface Props {
  answer: LimitExplanation
  /** When the server said so, in milliseconds since 1970. */
  askedAt: number
}

/** The answer as a sequence: what the call must get past, and the counters that it would be charged to. */
export function ExplainAnswer({ answer, askedAt }: Props) {
  const { passes, refusedBy, cost, steps, counters, unknownScopes } = answer
  const now = useNow(1000, answer.retryAfterMs > 0)
  const left = (ms: number) => Math.ceil(Math.max(0, ms - Math.max(0, now - askedAt)) / 1000)
  const wait = left(answer.retryAfterMs)
  return (
    <>
      <Notice
        tone={passes ? 'good' : 'blocked'}
        title={refusedBy ? words.refused(words.why[refusedBy]) : words.passes}
      >
        {words.cost(cost, count(cost, text.locale))}{' '}
        {refusedBy === 'limit' && wait > 0 ? words.again(duration(wait)) : null}
      </Notice>
      <div className={classes.columns}>
        <Section title={words.checksTitle}>
          <ol className={classes.steps}>
            {steps.map((step) => (
              <Step key={step.step} step={step} />
            ))}
          </ol>
        </Section>
        <Section title={words.countersTitle}>
          <ul className={classes.counters}>
            {counters.map((counter) => (
              <Counter key={counter.id} counter={counter} wait={left(counter.retryAfterMs)} />
            ))}
          </ul>
          {unknownScopes.length > 0 ? (
            <p className={classes.unknown}>
              {words.unknown(unknownScopes.map((scope) => words.unknownScopes[scope]).join(', '))}
            </p>
          ) : null}
        </Section>
      </div>
    </>
  )
}

function Step({ step: { step, outcome, message } }: { step: ExplainStep }) {
  const Icon = icons[outcome]
  return (
    <li className={classes.step} data-outcome={outcome}>
      <span className={classes.mark}>
        <Icon size={14} stroke={2.25} aria-hidden="true" />
      </span>
      <div>
        <p className={classes.name}>
          {words.steps[step]}
          <span className="visually-hidden">: {words.outcomes[outcome]}</span>
        </p>
        <p className={classes.message}>{withTimes(message)}</p>
      </div>
    </li>
  )
}

// The server writes instants as they are kept; people read them in their own zone.
function withTimes(message: string): string {
  return message
    .split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/)
    .map((part, index) => (index % 2 === 1 ? exactTime(new Date(part), text.locale) : part))
    .join('')
}

function Counter({ counter, wait }: { counter: ExplainedCounter; wait: number }) {
  const { policy, scope, value, used, limit, windowMs, override, passes } = counter
  const shownUsed = count(used, text.locale)
  const shownLimit = count(limit, text.locale)
  const blocked = !passes && (wait > 0 || override?.effect === 'blocked')
  return (
    <li>
      <div className={classes.top}>
        <span>
          <span className={classes.policy}>{policy}</span> {text.limits.scopes[scope]}{' '}
          <CopyText value={value} max={20} />
        </span>
        <StatusWord tone={blocked ? 'blocked' : 'good'}>
          {blocked
            ? override?.effect === 'blocked'
              ? text.overrides.effects.blocked
              : words.roomIn(duration(wait))
            : words.hasRoom}
        </StatusWord>
      </div>
      <Meter
        label={text.limits.meter(policy, shownUsed, shownLimit)}
        value={used}
        max={limit}
        blocked={blocked}
        valueText={text.limits.usedOf(shownUsed, shownLimit)}
      />
      <div className={classes.bottom}>
        <span>{text.limits.usedOf(shownUsed, shownLimit)}</span>
        <span>
          {override ? `${text.overrides.effects[override.effect]}, ` : null}
          {text.limits.per(windowText(windowMs))}
        </span>
      </div>
    </li>
  )
}
