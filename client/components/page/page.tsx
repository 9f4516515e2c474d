import type { ReactNode } from 'react'
import { text } from '../../lib/text/text.ts'
import classes from './page.module.css'

interface Props {
  title: string
  /** A count or a word beside the title. */
  meta?: ReactNode
  /** At most one primary act, and what is quieter. */
  actions?: ReactNode
  /** Where this page lies, above the title. */
  above?: ReactNode
  /** A page to read and fill in is narrower than one with a table. */
  narrow?: boolean
  children: ReactNode
}

/** A page of the console: one title, what can be done, and below it the matter. */
export function Page({ title, meta, actions, above, narrow, children }: Props) {
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <title>{`${title} · ${text.productName}`}</title>
      {above ? (
        <div className={classes.above} data-screen-only>
          {above}
        </div>
      ) : null}
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        {meta ? <span className={classes.meta}>{meta}</span> : null}
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

/** A part of a page with its own heading, beside or above its matter. */
export function Section(props: {
  /** By which an address leads to it. */
  id?: string
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  return (
    <section id={props.id} className={classes.section}>
      <header className={classes.sectionHeader}>
        <div>
          <h2 className={classes.sectionTitle}>{props.title}</h2>
          {props.lead ? <p className={classes.sectionLead}>{props.lead}</p> : null}
        </div>
        {props.actions}
      </header>
      {props.children ? <div className={classes.sectionBody}>{props.children}</div> : null}
    </section>
  )
}
