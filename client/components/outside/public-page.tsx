import type { ReactNode } from 'react'
import { text } from '../../lib/text/outside-text.ts'
import classes from './public-page.module.css'

interface Props {
  title: string
  lead?: ReactNode
  children?: ReactNode
  /** Where else to go, below the panel. */
  footer?: ReactNode
}

/** One question on one panel. */
export function PublicPage({ title, lead, children, footer }: Props) {
  return (
    <div className={classes.column}>
      <title>{`${title} · ${text.productName}`}</title>
      <section className={classes.panel} aria-labelledby="page-title">
        <header>
          <h1 id="page-title" className={classes.title}>
            {title}
          </h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </header>
        {children}
      </section>
      {footer ? <p className={classes.footer}>{footer}</p> : null}
    </div>
  )
}
