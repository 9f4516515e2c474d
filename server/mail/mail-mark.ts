const cellPx = 2

// Rows that look alike are one that is higher, and cells that do are one that is wider.
function runs<Item>(items: Iterable<Item>): { item: Item; length: number }[] {
  const found: { item: Item; length: number }[] = []
  for (const item of items) {
    const last = found.at(-1)
    if (last?.item === item) last.length += 1
    else found.push({ item, length: 1 })
  }
  return found
}

function drawRow(row: string, height: number, colour: string): string {
  const cells = runs(row).map(({ item, length }) => {
    const width = length * cellPx
    const size = `width:${width}px;height:${height}px;padding:0;font-size:0;line-height:0`
    const [painted, ground] = item === '#' ? [' class="mark"', `;background-color:${colour}`] : ['', '']
    return `<td${painted} width="${width}" height="${height}" style="${size}${ground}"></td>`
  })
  return `<table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="0" border="0"><tr>${cells.join('')}</tr></table>`
}

/**
 * A mark as HTML made of table cells, empty without rows: mail clients drop SVG and hold pictures back, but colour
 * cells. Those that are painted are of the class `mark`.
 */
export function drawMark(rows: readonly string[], colour: string): string {
  return runs(rows)
    .map(({ item, length }) => drawRow(item, length * cellPx, colour))
    .join('\n')
}
