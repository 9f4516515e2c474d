/** Which rows are chosen, and the row that a range goes on from. */
export interface Selected {
  ids: ReadonlySet<string>
  anchor: string | null
}

export const nothingSelected: Selected = { ids: new Set(), anchor: null }

/** Chooses a row, or lets go of it. */
export function toggleOne({ ids }: Selected, id: string): Selected {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/** From the last row touched to this one, all as this one becomes; without a last one just this one. */
export function toggleRange(selected: Selected, id: string, rows: readonly string[]): Selected {
  const from = selected.anchor === null ? -1 : rows.indexOf(selected.anchor)
  const to = rows.indexOf(id)
  if (from === -1 || to === -1) return toggleOne(selected, id)
  const next = new Set(selected.ids)
  const choose = !selected.ids.has(id)
  for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (choose) next.add(row)
    else next.delete(row)
  }
  return { ids: next, anchor: id }
}

/** How many of the rows are chosen. */
export function extent({ ids }: Selected, rows: readonly string[]): 'none' | 'some' | 'all' {
  const chosen = rows.filter((row) => ids.has(row)).length
  if (chosen === 0) return 'none'
  return chosen === rows.length ? 'all' : 'some'
}

/** Every row, or none when every one is chosen already. */
export function toggleAll(selected: Selected, rows: readonly string[]): Selected {
  return extent(selected, rows) === 'all' ? nothingSelected : { ids: new Set(rows), anchor: null }
}

/** Without rows that are not in the list any more, so that nobody acts on what they do not see. */
export function keepListed(selected: Selected, rows: readonly string[]): Selected {
  const listed = rows.filter((row) => selected.ids.has(row))
  return listed.length === selected.ids.size ? selected : { ...selected, ids: new Set(listed) }
}
