import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { text } from '../../../lib/text/text.ts'
import { lazyDialog } from '../lazy-dialog.tsx'
import type { ExportFilter } from './use-users-export.ts'

const UsersExportDialog = lazyDialog(
  async () => (await import('./users-export-dialog.tsx')).UsersExportDialog,
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
