import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { ButtonAnchor } from '../../components/control/button-link.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { ApiDocsSearch } from './api-docs-search.ts'
import { type ApiDocument, findOperations } from './api-document.ts'
import { documentPath, loadDocument } from './load-document.ts'
import { OperationList } from './operation-list.tsx'
import { OperationView } from './operation-view.tsx'
import { Prose } from './prose.tsx'

const words = apiDocs
const route = getRouteApi('/signed-in/api/docs')

/** Everything that can be called over HTTP: to be searched, read, and called as the signed-in user. */
export function ApiDocsPage() {
  const { operation, search = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const loaded = useQuery({
    queryKey: ['api-document'],
    queryFn: loadDocument,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const find = useCallback(
    (typed: string, sameStep = false) =>
      navigate({
        search: (before: ApiDocsSearch) => ({ ...before, search: typed || undefined }),
        replace: sameStep,
      }),
    [navigate],
  )
  return (
    <Page
      title={words.title}
      meta={loaded.data ? words.amount(loaded.data.operations.length) : null}
      actions={
        <ButtonAnchor size="sm" variant="default" href={documentPath}>
          {words.document}
        </ButtonAnchor>
      }
    >
      <div className={classes.page} data-open={operation !== undefined || undefined}>
        <div className={classes.side}>
          <SearchField label={words.search} value={search} onChange={find} everyLetter />
          {loaded.data ? (
            <Found document={loaded.data} search={search} chosen={operation} onClear={() => find('')} />
          ) : loaded.isError ? null : (
            <Skeleton width="100%" height={480} />
          )}
        </div>
        <div className={classes.main}>
          {loaded.data ? (
            <Chosen document={loaded.data} id={operation} />
          ) : loaded.isError ? (
            <QueryFailure error={loaded.error} onRetry={loaded.refetch} />
          ) : (
            <Skeleton width="100%" height={320} />
          )}
        </div>
      </div>
    </Page>
  )
}

function Found(props: {
  document: ApiDocument
  search: string
  chosen: string | undefined
  onClear: () => void
}) {
  const found = findOperations(props.document.operations, props.search)
  if (found.length > 0)
    return <OperationList tags={props.document.tags} operations={found} chosen={props.chosen} />
  return (
    <EmptyState title={words.noMatch} onClear={props.onClear}>
      {props.search}
    </EmptyState>
  )
}

function Chosen({ document, id }: { document: ApiDocument; id: string | undefined }) {
  const operation = document.operations.find(({ operationId }) => operationId === id)
  if (operation) return <OperationView key={id} operation={operation} find={document.find} />
  return <Introduction document={document} unknown={id !== undefined} />
}

function Introduction({ document, unknown }: { document: ApiDocument; unknown: boolean }) {
  return (
    <>
      <Section title={document.title} lead={unknown ? words.unknown : words.choose}>
        <Prose text={document.description} />
        <p className={classes.version}>
          {words.version} {document.version}
        </p>
      </Section>
      <Section title={words.callersTitle}>
        <div className={classes.prose}>
          <p>{words.callers}</p>
          <p>
            <Link to="/account/security" hash="keys">
              {words.toKeys}
            </Link>
          </p>
        </div>
      </Section>
    </>
  )
}
