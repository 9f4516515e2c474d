import type { ReactNode } from 'react'
import classes from './danger-zone.module.css'
import { Section } from './page.tsx'

export interface DangerAct {
  title: string
  /** What it means for whom, and whether it can be taken back. */
  lead: string
  /** The button that asks; disabled with the reason in `lead` where it is not allowed. */
  button: ReactNode
}

/** The acts that hurt, apart from all others and each with what it means. */
export function DangerZone({ title, acts }: { title: string; acts: readonly DangerAct[] }) {
  return (
    <div className={classes.zone} data-screen-only>
      <Section title={title}>
        <ul className={classes.acts}>
          {acts.map(({ title, lead, button }) => (
            <li key={title} className={classes.act}>
              <div className={classes.words}>
                <h3 className={classes.title}>{title}</h3>
                <p className={classes.lead}>{lead}</p>
              </div>
              {button}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}
