import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { text } from '../../lib/text/text.ts'

const words = text.users
const options = [1, 3, 7, 14, 30].map((days) => ({ value: String(days), label: words.days(days) }))

/** For how many days a mailed link works. */
export function LifetimeSelect(props: Omit<NativeSelectProps, 'data' | 'label'>) {
  return <NativeSelect label={words.linkLasts} data={options} {...props} />
}
