/** Matches a text that holds each of the words, in any order and case. */
export function matchWords(words: string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(escaped.map((word) => `(?=.*${word})`).join(''), 'is')
}
