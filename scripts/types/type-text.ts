/** How a property is written: `name`, `'a name'`. */
export const keyText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literalText(name))

/** A literal as our sources write it. */
export const literalText = (value: string | number | boolean | bigint): string =>
  typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : String(value)

/** A comment for editors, or nothing. */
export function docText(text: string): string {
  const lines = text.trim().replaceAll('*/', '* /').split('\n')
  if (lines.length > 1) return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
  return lines[0] ? `/** ${lines[0]} */\n` : ''
}

/** An object of the members: in one line where that is short. */
export function objectText(members: string[]): string {
  const line = members.join('; ')
  if (members.length === 0) return '{}'
  if (line.length <= 80 && !line.includes('\n')) return `{ ${line} }`
  return `{\n  ${members.join('\n').replaceAll('\n', '\n  ')}\n}`
}

/** What is one of several; in the same order, whatever order the compiler keeps its types in. */
export function unionText(members: string[]): string {
  const found = new Set(members)
  if (found.has('true') && found.delete('false')) found.delete('true') && found.add('boolean')
  const last = ['null', 'undefined', 'void']
  const sorted = [...found].sort((a, b) => last.indexOf(a) - last.indexOf(b) || (a < b ? -1 : 1))
  const lines: string[] = []
  for (const member of sorted) {
    const line = `${lines.at(-1)} | ${member}`
    if (lines.length > 0 && line.length <= 95 && !line.includes('\n')) lines.splice(-1, 1, line)
    else lines.push(member)
  }
  if (lines.length === 1) return sorted.join(' | ')
  return lines.map((line) => `\n  | ${line.replaceAll('\n', '\n    ')}`).join('')
}

/** `name: type`, where the type may begin in the next line. */
export const after = (start: string, type: string) => `${start}${type.startsWith('\n') ? '' : ' '}${type}`
