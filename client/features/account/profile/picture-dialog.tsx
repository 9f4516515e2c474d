import { useEffect, useRef } from 'react'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { contextOf, encodePicture } from '../../../lib/browser/square-picture.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './picture.module.css'
import { useSetPicture } from './use-set-picture.ts'

const words = text.profile.picture

/** Shows the picture as it will look, and keeps it once it is liked. */
export function PictureDialog({ picture, onClose }: { picture: HTMLCanvasElement; onClose: () => void }) {
  const setPicture = useSetPicture()
  return (
    <ConfirmDialog
      opened
      title={words.title}
      confirm={words.save}
      onClose={onClose}
      onConfirm={async () => {
        await setPicture(await encodePicture(picture))
        toast(words.saved)
      }}
    >
      <div className={classes.preview}>
        <Preview picture={picture} size="large" />
        <Preview picture={picture} size="small" />
      </div>
      <p>{words.means}</p>
    </ConfirmDialog>
  )
}

function Preview({ picture, size }: { picture: HTMLCanvasElement; size: 'large' | 'small' }) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (ref.current) contextOf(ref.current).drawImage(picture, 0, 0)
  }, [picture])
  return (
    <canvas
      ref={ref}
      width={picture.width}
      height={picture.height}
      className={classes[size]}
      role="img"
      aria-label={words.preview[size]}
    />
  )
}
