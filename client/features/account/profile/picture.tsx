import { Button, FileButton } from '@mantine/core'
import { type DragEvent, type ReactNode, useState } from 'react'
import { pictureTypes } from '#shared/pictures.ts'
import type { SessionUser } from '#shared/users.ts'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { Avatar } from '../../../components/detail/avatar.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { Notice } from '../../../components/notice/notice.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { squarePicture } from '../../../lib/browser/square-picture.ts'
import { useAttempt } from '../../../lib/form/use-attempt.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './picture.module.css'
import { PictureDialog } from './picture-dialog.tsx'
import { useSetPicture } from './use-set-picture.ts'

const words = text.profile.picture

/** My picture: chosen or dropped here, seen as it will look, and only then kept. */
export function Picture({ user }: { user: SessionUser }) {
  const [chosen, setChosen] = useState<HTMLCanvasElement | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const choose = async (file: File | null | undefined) => {
    if (!file) return
    const canvas = await squarePicture(file).catch(() => null)
    setUnreadable(canvas === null)
    setChosen(canvas)
  }
  return (
    <DropTarget onFile={choose}>
      <Avatar name={user.name} image={user.image} size={96} />
      <div className={classes.words}>
        {unreadable ? (
          <Notice tone="danger" urgent>
            {words.unreadable}
          </Notice>
        ) : null}
        <p className={classes.hint}>{words.hint}</p>
        <div className={classes.acts}>
          <FileButton
            onChange={choose}
            accept={pictureTypes.join(',')}
            inputProps={{ 'aria-label': words.file }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                {user.image ? words.change : words.choose}
              </Button>
            )}
          </FileButton>
          {user.image ? <RemovePicture /> : null}
        </div>
      </div>
      {chosen ? <PictureDialog picture={chosen} onClose={() => setChosen(null)} /> : null}
    </DropTarget>
  )
}

function DropTarget(props: { onFile: (file: File | undefined) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    props.onFile(event.dataTransfer.files[0])
  }
  return (
    // Beside the button, which does the same by keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on takes no focus
    <div
      className={classes.picture}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {props.children}
    </div>
  )
}

function RemovePicture() {
  const setPicture = useSetPicture()
  const { run, pending, failure, secondsLeft } = useAttempt()
  const remove = () =>
    run(async () => {
      await setPicture(null)
      toast(words.removed)
    })
  return (
    <>
      <BusyButton variant="subtle" color="gray" pending={pending} disabled={secondsLeft > 0} onClick={remove}>
        {words.remove}
      </BusyButton>
      <FailureNotice failure={failure} secondsLeft={secondsLeft} />
    </>
  )
}
