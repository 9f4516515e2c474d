import { words } from '#product/words.ts'
import { en, type Text } from './en/en.ts'
import { joinWords } from './join-words.ts'

/** The words of the pages, in the reader's language, and those of the product. */
export const text: Text = joinWords(en, words)
