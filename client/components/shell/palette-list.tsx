import { useEffect, useRef } from 'react'
import { text } from '../../lib/text/text.ts'
import classes from './command-palette.module.css'
import type { Command } from './commands.ts'
import type { PaletteGroup } from './use-palette-items.ts'

interface Props {
  id: string
  groups: readonly PaletteGroup[]
  /** The place of the chosen item, counted through all groups. */
  active: number
  onPoint: (index: number) => void
  onRun: (command: Command) => void
}

/** What the palette offers; the focus stays in the field above, the chosen item is only marked. */
export function PaletteList({ id, groups, active, onPoint, onRun }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${id}-${active}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  const before = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { items }) => sum + items.length, 0),
  )
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={text.components.palette.results}
      className={classes.list}
      tabIndex={-1}
    >
      {groups.map(({ title, items }, position) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
        <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
          <p id={`${id}-${title}`} role="presentation" className={classes.group}>
            {title}
          </p>
          {items.map((item, place) => {
            const index = (before[position] ?? 0) + place
            const { Icon } = item
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
              <div
                key={item.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={classes.item}
                onClick={() => onRun(item)}
                onPointerMove={() => onPoint(index)}
              >
                <Icon size={17} stroke={1.75} aria-hidden="true" />
                <span className={classes.label}>{item.label}</span>
                {item.second ? <span className={classes.second}>{item.second}</span> : null}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
