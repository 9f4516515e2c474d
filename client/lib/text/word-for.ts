/**
 * The words for a code, such as an act or a setting; without any, the code as words: `note.setText` reads "Note: set
 * text". So reads what the product adds without words, and what a newer version of the server says.
 */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  const found = Object.hasOwn(words, code) ? words[code] : undefined
  if (found !== undefined) return found
  const plain = code
    .replaceAll('.', ': ')
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
