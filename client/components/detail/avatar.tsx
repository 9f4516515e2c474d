import { useState } from 'react'
import { initials } from '../../lib/text/format.ts'
import classes from './avatar.module.css'

interface Props {
  name: string
  image: string | null
  size?: number
}

/** A person's picture, or their initials when there is none or it does not load. The name stands beside it. */
export function Avatar({ name, image, size = 28 }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  const style = { width: size, height: size, fontSize: Math.round(size * 0.38) }
  if (image && broken !== image) {
    return (
      <img
        className={classes.root}
        style={style}
        src={image}
        alt=""
        loading="lazy"
        onError={() => setBroken(image)}
      />
    )
  }
  return (
    <span className={classes.root} style={style} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
