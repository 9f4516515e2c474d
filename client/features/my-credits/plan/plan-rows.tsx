import type { ReactNode } from 'react'
import type { CreditsSummary } from '#shared/credits/credits.ts'
import type { PlanOnSale } from '#shared/orders/orders.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import classes from './plan.module.css'
import { PlanButton } from './plan-buttons.tsx'
import { creditsOf, dayOf, priceOf, wantsCare, whatNext } from './plan-words.ts'
import type { PlanActs } from './use-plan-acts.ts'

interface Props {
  plan: CreditsSummary['plan']
  /** The one that runs; null without one. */
  running: SubscriptionView | null
  onSale: readonly PlanOnSale[]
  /** Whether something that may have been paid is not known yet: nothing else is chosen meanwhile. */
  confirming: boolean
  acts: PlanActs
  onChange: (to: PlanOnSale) => void
}

/** What one has, and below it what else there is to choose from. */
export function PlanRows(props: Props) {
  const { plan, running, onSale } = props
  const choices = running && wantsCare(running) ? [] : onSale.filter(({ name }) => name !== running?.plan)
  return (
    <ul className={classes.plans}>
      {running ? (
        <Subscribed {...props} running={running} />
      ) : (
        <Row
          name={plan.title}
          status={<StatusWord tone="plain">{words.yours}</StatusWord>}
          end={plan.until ? words.until(dayOf(plan.until)) : null}
        />
      )}
      {choices.map((each) => (
        <Row
          key={each.name}
          name={each.title}
          credits={each.monthlyCredits}
          price={each}
          end={
            running?.nextPlan?.name === each.name ? (
              words.begins(dayOf(running.periodEnd))
            ) : (
              <Choose {...props} plan={each} />
            )
          }
        />
      ))}
    </ul>
  )
}

interface RowProps {
  name: string
  status?: ReactNode
  credits?: number | undefined
  price?: Pick<PlanOnSale, 'amount' | 'currency'>
  end: ReactNode
}

function Row({ name, status, credits = 0, price, end }: RowProps) {
  return (
    <li className={classes.plan}>
      <p className={classes.name}>
        {name}
        {status}
      </p>
      <span className={classes.credits}>{credits > 0 ? words.monthly(creditsOf(credits)) : null}</span>
      <span className={classes.price}>{price ? words.price(priceOf(price)) : null}</span>
      <span className={typeof end === 'string' ? classes.said : classes.end}>{end}</span>
    </li>
  )
}

function Subscribed({ running, onSale, acts }: Props & { running: SubscriptionView }) {
  const { plan, title, status, nextPlan } = running
  return (
    <Row
      name={title}
      status={
        <StatusWord tone={status === 'past_due' ? 'danger' : 'good'}>
          {creditWords.subscriptionStatuses[status]}
        </StatusWord>
      }
      credits={onSale.find(({ name }) => name === plan)?.monthlyCredits}
      price={running}
      end={
        nextPlan && !wantsCare(running) ? (
          <PlanButton acts={acts} act="keep" onClick={() => acts.keep(plan)}>
            {words.keep(title)}
          </PlanButton>
        ) : (
          whatNext(running)
        )
      }
    />
  )
}

function Choose({ plan, running, confirming, acts, onChange }: Omit<Props, 'plan'> & { plan: PlanOnSale }) {
  const { name, title } = plan
  return running ? (
    <PlanButton acts={acts} act="change" onClick={() => onChange(plan)}>
      {words.changeTo(title)}
    </PlanButton>
  ) : (
    <PlanButton
      acts={acts}
      act={name}
      label={words.subscribeTo(title)}
      disabled={confirming}
      onClick={() => acts.subscribe(name)}
    >
      {words.subscribe}
    </PlanButton>
  )
}
