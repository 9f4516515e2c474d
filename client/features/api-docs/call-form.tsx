import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Section } from '../../components/page/page.tsx'
import { type Failure, toFailure } from '../../lib/api/failure.ts'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { Operation, Parameter } from './api-document.ts'
import { CallResult } from './call-result.tsx'
import { type CallAnswer, exampleValues, findMissing, makeCall } from './make-call.ts'

const words = apiDocs

/** A form that makes the call for real, as the signed-in user, and shows what came back. */
export function CallForm({ operation }: { operation: Operation }) {
  const { method, parameters, body, answers } = operation
  const [values, setValues] = useState(() => exampleValues(operation))
  const [missing, setMissing] = useState<string | null>(null)
  const call = useCall(operation)
  if (!answers.some(([status]) => status.startsWith('2')))
    return <Section title={words.try} lead={words.notHere} />

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = findMissing(operation, values)
    setMissing(found)
    if (found === null) call.make(values)
  }
  const field = (parameter: Parameter) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={values.parameters[parameter.name] ?? ''}
      error={missing === parameter.name ? words.missing : undefined}
      onChange={(value) =>
        setValues((before) => ({ ...before, parameters: { ...before.parameters, [parameter.name]: value } }))
      }
    />
  )
  const optional = parameters.filter(({ required }) => !required)
  return (
    <Section id="call" title={words.try} lead={method === 'GET' ? words.tryLead : words.tryChanges}>
      <form onSubmit={submit} noValidate className={classes.form}>
        {parameters.filter(({ required }) => required).map(field)}
        {optional.length > 0 ? (
          <details className={classes.inside}>
            <summary>{words.optional(optional.length)}</summary>
            <div className={classes.optional}>{optional.map(field)}</div>
          </details>
        ) : null}
        {body ? (
          <Textarea
            label={words.body}
            classNames={{ input: classes.code }}
            spellCheck={false}
            autosize
            minRows={2}
            maxRows={20}
            value={values.body}
            error={missing === 'body' ? words.noJson : undefined}
            onChange={({ currentTarget: { value } }) => setValues((before) => ({ ...before, body: value }))}
          />
        ) : null}
        <BusyButton type="submit" variant="filled" size="sm" pending={call.pending}>
          {words.send(method)}
        </BusyButton>
      </form>
      <FailureNotice failure={call.failure} />
      {call.answer ? <CallResult answer={call.answer} /> : null}
    </Section>
  )
}

interface FieldProps {
  parameter: Parameter
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

function ParameterField({
  parameter: { name, required, schema, in: place },
  value,
  error,
  onChange,
}: FieldProps) {
  const props = {
    ...{ error, value },
    label: name,
    withAsterisk: required,
    description: schema.type === 'array' ? words.several : place === 'header' ? place : undefined,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  const choices =
    schema.type === 'boolean' && schema.const === undefined ? [true, false] : (schema.enum ?? [])
  if (choices.length === 0) return <TextInput {...props} spellCheck={false} autoComplete="off" />
  const data = [
    { value: '', label: words.notGiven },
    ...choices.map(String).map((each) => ({ value: each, label: each })),
  ]
  return <NativeSelect {...props} data={data} />
}

function useCall(operation: Operation) {
  const [pending, setPending] = useState(false)
  const [answer, setAnswer] = useState<CallAnswer | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const make = async (values: Parameters<typeof makeCall>[1]) => {
    setPending(true)
    setFailure(null)
    try {
      setAnswer(await makeCall(operation, values))
    } catch (error) {
      setAnswer(null)
      setFailure(toFailure(error))
    }
    setPending(false)
  }
  return { pending, answer, failure, make }
}
