import { en, type Text } from './en/en.ts'

/** The words of the pages, in the reader's language. */
export const text: Text = en
