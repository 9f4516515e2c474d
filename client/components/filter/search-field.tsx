import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useStaysHere } from '../../lib/navigation/use-stays-here.ts'
import classes from './filter-bar.module.css'

interface Props {
  label: string
  value: string
  /** `sameStep`: it goes on with the search before, so that Back takes both back at once. */
  onChange: (value: string, sameStep: boolean) => void
  /** Searches with every letter, for a list that answers at once; else when the typing pauses. */
  everyLetter?: boolean
}

const quietMs = 200
// A held key repeats faster than this: it stays below what a person may call.
const burstMs = 80
// Who pauses for longer begins another search.
const stepMs = 1500

/** One search box, which shows what is searched for and never loses what is being typed. */
export function SearchField({ label, value, onChange, everyLetter = false }: Props) {
  const [typed, setTyped] = useState(value)
  const [given, setGiven] = useState(value)
  // What was searched for from here and is not in the address yet.
  const [underway, setUnderway] = useState<string[]>([])
  const searchedAt = useRef(Number.NEGATIVE_INFINITY)
  const staysHere = useStaysHere()

  if (given !== value) {
    setGiven(value)
    const place = underway.indexOf(value)
    setUnderway(underway.slice(place + 1))
    // "Clear filters" and the back button change the address too; then the box follows.
    if (place === -1) setTyped(value)
  }

  const latest = underway.at(-1) ?? value
  useEffect(() => {
    const text = typed.trim()
    if (text === latest) return
    const sinceMs = performance.now() - searchedAt.current
    const search = () => {
      if (!staysHere()) return
      const sameStep = performance.now() - searchedAt.current < stepMs
      searchedAt.current = performance.now()
      setUnderway((before) => [...before, text])
      onChange(text, sameStep)
    }
    const timer = setTimeout(search, everyLetter ? Math.max(0, burstMs - sinceMs) : quietMs)
    return () => clearTimeout(timer)
  }, [typed, latest, onChange, everyLetter, staysHere])

  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={255}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
