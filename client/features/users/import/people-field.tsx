import { Button, FileButton, Textarea } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { text as words } from '../../../lib/text/user-import-text.ts'
import classes from './import.module.css'
import { readFile } from './read-file.ts'
import type { useImportForm } from './use-import-form.ts'

/** Where people are pasted; a chosen file is put here as well, so that it can be mended before it is sent. */
export function PeopleField({ form }: Pick<ReturnType<typeof useImportForm>, 'form'>) {
  const take = async (file: File | null) => {
    if (!file) return
    const read = await readFile(file).catch(() => ({ refused: words.unread }))
    if ('text' in read) form.setFieldValue('people', read.text)
    else form.setFieldError('people', read.refused)
  }
  return (
    <div className={classes.people}>
      <Textarea
        {...form.getInputProps('people')}
        label={words.people}
        description={words.peopleHint}
        autosize
        minRows={4}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
      />
      <FileButton onChange={take} accept=".csv,.txt,.tsv,text/csv,text/plain">
        {(props) => (
          <Button
            {...props}
            size="compact-sm"
            variant="default"
            className={classes.choose}
            leftSection={<IconUpload size={14} stroke={1.75} aria-hidden="true" />}
          >
            {words.choose}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
