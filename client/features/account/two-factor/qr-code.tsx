import { encode } from 'uqr'
import { text } from '../../../lib/text/text.ts'
import classes from '../security.module.css'

/** The address as a QR code. Dark on light in both schemes, which is what cameras read. */
export function QrCode({ value }: { value: string }) {
  const { size, data } = encode(value, { border: 3 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={text.twoFactor.qrLabel}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
