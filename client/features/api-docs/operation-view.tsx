import { getRouteApi, Link } from '@tanstack/react-router'
import { CodeView, JsonView } from '../../components/detail/json-view.tsx'
import { Section } from '../../components/page/page.tsx'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { Answer, Operation, Schema } from './api-document.ts'
import { CallForm } from './call-form.tsx'
import { curlOf, exampleValues } from './make-call.ts'
import { InlineCode, Prose } from './prose.tsx'
import { FieldRow, SchemaFields } from './schema-fields.tsx'

const words = apiDocs
const route = getRouteApi('/signed-in/api/docs')

interface Props {
  operation: Operation
  find: (schema: Schema) => Schema
}

/** One operation: what it is for and whom it is for, what it takes and answers, and a form that calls it. */
export function OperationView({ operation, find }: Props) {
  const { method, path, summary, description, parameters, body, answers, operationId } = operation
  const search = route.useSearch()
  return (
    <>
      <Link to="/api/docs" search={{ ...search, operation: undefined }} className={classes.back}>
        {words.back}
      </Link>
      <Section title={summary} lead={<code>{operationId}</code>}>
        <p className={classes.address}>
          <span className={classes.method}>{method}</span> {path}
        </p>
        <Prose text={description} />
        <p className={classes.muted}>{acceptedWords(operation)}</p>
      </Section>
      {parameters.length > 0 ? (
        <Section title={words.parameters}>
          <ul className={classes.fields}>
            {parameters.map(({ name, in: place, schema, required = false, description }) => (
              <FieldRow
                key={name}
                {...{ name, place, required, find }}
                schema={description ? { ...schema, description } : schema}
              />
            ))}
          </ul>
        </Section>
      ) : null}
      {body ? (
        <Section title={words.body}>
          <SchemaFields schema={body.schema} find={find} />
          <JsonView value={body.example} label={words.body} />
        </Section>
      ) : null}
      <CallForm operation={operation} />
      <Section title={words.answers}>
        <ul className={classes.answers}>
          {answers.map(([status, answer]) => (
            <AnswerItem key={status} {...{ status, answer, find }} />
          ))}
        </ul>
      </Section>
      <Section title={words.terminal}>
        <CodeView
          code={curlOf(operation, exampleValues(operation), window.location.origin)}
          label={words.terminal}
        />
      </Section>
    </>
  )
}

function acceptedWords({ security }: Operation): string {
  const schemes = security.flatMap((each) => Object.keys(each)) as (keyof typeof words.schemes)[]
  return schemes.length === 0
    ? words.nobody
    : words.acceptedFrom(schemes.map((each) => words.schemes[each]).join(', '))
}

function AnswerItem({ status, answer, find }: { status: string; answer: Answer; find: Props['find'] }) {
  const [content] = Object.values(answer.content ?? {})
  const isDone = status.startsWith('2')
  return (
    <li>
      <p>
        <code className={classes.status}>{status}</code> <InlineCode text={answer.description} />
      </p>
      {content && isDone ? (
        <>
          <SchemaFields schema={content.schema} find={find} answered />
          <JsonView value={content.example} label={`${words.answer} ${status}`} />
        </>
      ) : null}
    </li>
  )
}
