/** The text as LIKE reads it letter by letter: its wildcards mean themselves. */
export const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** The pattern of LIKE for what contains the text. */
export const containing = (text: string) => `%${literal(text)}%`
