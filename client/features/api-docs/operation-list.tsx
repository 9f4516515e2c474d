import { Link } from '@tanstack/react-router'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { ApiDocument, Operation } from './api-document.ts'

interface Props {
  tags: ApiDocument['tags']
  operations: Operation[]
  chosen: string | undefined
}

/** The operations to choose from, by their tags. */
export function OperationList({ tags, operations, chosen }: Props) {
  return (
    <nav className={classes.list} aria-label={apiDocs.list}>
      {tags.map(({ name, description }) => {
        const own = operations.filter(({ tag }) => tag === name)
        return own.length === 0 ? null : (
          <section key={name}>
            <h2 className={classes.tag} title={description}>
              {name}
            </h2>
            <ul>
              {own.map((operation) => (
                <li key={operation.operationId}>
                  <Entry operation={operation} chosen={operation.operationId === chosen} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

// Whoever comes by a link sees where in the list it is.
const showOnce = (entry: HTMLAnchorElement | null) => entry?.scrollIntoView({ block: 'nearest' })

function Entry({
  operation: { operationId, method, path, summary },
  chosen,
}: {
  operation: Operation
  chosen: boolean
}) {
  return (
    <Link
      to="/api/docs"
      search={(before: object) => ({ ...before, operation: operationId })}
      className={classes.entry}
      ref={chosen ? showOnce : undefined}
      aria-current={chosen ? 'true' : undefined}
    >
      <span className={classes.summary}>{summary}</span>
      <span className={classes.call}>
        <span className={classes.method}>{method}</span> {path}
      </span>
    </Link>
  )
}
