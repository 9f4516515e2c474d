interface Props {
  size?: number
}

/** The mark: a gate in a wall, one leaf open. It stands beside the name, so it says nothing itself. */
export function Mark({ size = 20 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M1 2h3v2h2.5V2h3v2H12V2h3v12.5h-4V10a3 3 0 0 0-6 0v4.5H1z" />
      <path fill="var(--gh-mark-leaf)" d="M8 7a3 3 0 0 1 3 3v4.5H8z" />
    </svg>
  )
}
