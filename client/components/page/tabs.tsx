import { Link, type LinkProps } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import classes from './tabs.module.css'

export interface Tab {
  id: string
  label: string
  /** Where the tab lies, from `linkOptions`: a path or a search parameter of its own. */
  link: LinkProps
  /** A number beside the label. */
  count?: string
}

interface Props {
  /** What the tabs are of. */
  label: string
  tabs: readonly Tab[]
  current: string
  children: ReactNode
}

const steps: Record<string, (index: number, length: number) => number> = {
  ArrowRight: (index, length) => (index + 1) % length,
  ArrowLeft: (index, length) => (index + length - 1) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
}

// The arrows move between the tabs, Enter opens one: a page that loads is not opened in passing.
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')]
  const index = tabs.findIndex((tab) => tab.matches(':focus'))
  const next = steps[event.key]?.(index, tabs.length)
  if (index === -1 || next === undefined) return
  event.preventDefault()
  tabs[next]?.focus()
}

// Where the row does not fit, the chosen tab stands in its middle; the page itself does not move.
function useShownTab(current: string) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen tab is found by its state
  useLayoutEffect(() => {
    const row = list.current
    const tab = row?.querySelector<HTMLElement>('[aria-selected="true"]')
    if (row && tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
  }, [current])
  return list
}

/** Parts of one page, the chosen one in the address. On a narrow screen they are one row that is pushed sideways. */
export function Tabs({ label, tabs, current, children }: Props) {
  const id = useId()
  const list = useShownTab(current)
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className={classes.list} onKeyDown={moveFocus}>
        {tabs.map((tab) => {
          const selected = tab.id === current
          return (
            <Link
              key={tab.id}
              {...tab.link}
              replace
              resetScroll={false}
              role="tab"
              id={`${id}-${tab.id}`}
              aria-selected={selected}
              aria-controls={selected ? `${id}-panel` : undefined}
              tabIndex={selected ? 0 : -1}
              className={classes.tab}
            >
              {tab.label}
              {tab.count ? <span className={classes.count}>{tab.count}</span> : null}
            </Link>
          )
        })}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} className={classes.panel}>
        {children}
      </div>
    </>
  )
}
