import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import classes from './filter-bar.module.css'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
}

const quietMs = 200

/** One search box; it searches once the typing pauses. */
export function SearchField({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value)
  const [given, setGiven] = useState(value)
  // "Clear filters" and the back button change the address; then the box follows.
  if (given !== value) {
    setGiven(value)
    setTyped(value)
  }

  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onChange(typed.trim()), quietMs)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])

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
