import { Notice } from '../../components/notice/notice.tsx'

interface Props {
  error: string | undefined
  /** What the code means on this page. */
  explain: (code: string) => string
}

/** What went wrong on the way back from a mail's link or a provider. */
export function ReturnNotice({ error, explain }: Props) {
  if (!error) return null
  return (
    <Notice tone="danger" urgent>
      {explain(error)}
    </Notice>
  )
}
