import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { part } from '../../../lib/part/part.ts'
import { text } from '../../../lib/text/text.ts'
import type { ExportFilter } from './use-users-export.ts'

const UsersExportDialog = lazyDialog(
  part(() => import('./users-export-dialog.tsx')),
  'UsersExportDialog',
)

interface Props {
  input: ExportFilter
  /** The filters as words; null when none is set. */
  filters: string | null
}

/** The list as a file: what the filters leave, in the order that is shown. */
export function UsersExport({ input, filters }: Props) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {text.users.export}
      </Button>
      {opened ? <UsersExportDialog {...{ input, filters }} onClose={() => setOpened(false)} /> : null}
    </>
  )
}
