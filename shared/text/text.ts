import { z } from 'zod'

// What cannot be seen, or changes how what stands beside it is shown: controls, halves of characters, line separators,
// marks of the reading direction, zero-width and tag characters, fillers and the blank of Braille.
const hidden = String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]`

// Scripts in which a joiner or its opposite between two letters changes how a word is written.
const joiningScripts = [
  'Arab',
  'Syrc',
  'Nkoo',
  'Mong',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
]
  .concat(['Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr'])
  .map((script) => String.raw`\p{scx=${script}}`)
  .join('')

// The hidden characters that names need, each only where it does something: in a Persian or Indic word, in a picture of a
// family, behind a sign that has variants. Flags made of tags are refused: a tag carries any text unseen.
const needed = [
  String.raw`(?<=[${joiningScripts}])[\u200c\u200d](?=[${joiningScripts}])`,
  String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{Script=Mongolian})[\u180b-\u180d\u180f]`,
].join('|')

const refused = new RegExp(`(?!${needed})${hidden}`, 'u')
const allRefused = new RegExp(refused.source, 'gu')

const notAllowed = 'Contains characters that are not allowed.'

/** One line of text from outside: trimmed, of bounded length, without characters that hide or change what is shown. */
export const line = (options: { min?: number; max: number }) =>
  z
    .string()
    .max(options.max, `At most ${options.max} characters.`)
    .trim()
    .min(options.min ?? 0, options.min === 1 ? 'Required.' : `At least ${options.min ?? 0} characters.`)
    .refine((value) => !refused.test(value), notAllowed)

/** What `line` takes of a text that nobody can be asked to change, such as a name that a provider gives. */
export const toLine = (text: string, { max }: { max: number }): string =>
  text.slice(0, max).replace(allRefused, '').trim()

/** What is compared and never shown, such as a password or a token: as it was typed, if it can be stored at all. */
export const secretText = (options: { min?: number; max: number }) =>
  z
    .string()
    .min(options.min ?? 0, options.min === 1 ? 'Required.' : `At least ${options.min ?? 0} characters.`)
    .max(options.max, `At most ${options.max} characters.`)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), notAllowed)

/** Some lines of text from outside, ended by `\n` and else as `line`. */
export const paragraphs = (options: { min?: number; max: number }) =>
  z
    .string()
    .max(options.max, `At most ${options.max} characters.`)
    .overwrite((value) => value.replaceAll('\r\n', '\n').trim())
    .min(options.min ?? 1, options.min === undefined ? 'Required.' : `At least ${options.min} characters.`)
    .refine((value) => !value.split('\n').some((each) => refused.test(each)), notAllowed)

/** An identifier we made: letters, digits, `-` and `_`. */
export const idSchema = z
  .string()
  .max(64, 'Not an id.')
  .regex(/^[A-Za-z0-9_-]+$/, 'Not an id.')

const notATime = 'Not a time such as 2026-01-31T12:00:00.000Z.'
const lastInstant = Date.UTC(9999, 0)

/** A point in time from 1970 to 9998, in UTC or with the offset from it. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: notATime })
  .max(35, notATime)
  .refine((value) => Date.parse(value) >= 0 && Date.parse(value) < lastInstant, 'Not a time since 1970.')
