const width = 110

/** JSON with a line for everything that fits into one, so that a change is a line of a diff as well. */
export function jsonText(value: unknown, indent = '', room = width): string {
  const line = inLine(value)
  if (line.length <= room - indent.length || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((each) => jsonText(each, inner, width - 1))
    : Object.entries(value).map(([key, each]) => {
        const name = `${JSON.stringify(key)}: `
        return name + jsonText(each, inner, width - 1 - name.length)
      })
  const [open, close] = isList ? '[]' : '{}'
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`
}

function inLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inLine(each)}`)
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}
