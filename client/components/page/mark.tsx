interface Props {
  size?: number
}

/** The mark: a gate in a wall, one leaf open. It stands beside the name, so it says nothing itself. */
export function Mark({ size = 20 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M1 2h3v2h2V2h4v2h2V2h3v13h-4v-5a3 3 0 0 0-6 0v5H1z" />
      <path fill="var(--gh-mark-leaf)" d="M8 7a3 3 0 0 1 3 3v5H8z" />
    </svg>
  )
}
