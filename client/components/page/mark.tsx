interface Props {
  size?: number
}

/**
 * The product's mark. It stands beside the name, so it says nothing itself. A picture, so that whatever an SVG may hold
 * passes the CSP; what it is in the dark follows the page's colour scheme.
 */
export function Mark({ size = 20 }: Props) {
  return <img src="/mark.svg" width={size} height={size} alt="" />
}
