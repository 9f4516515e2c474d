import { linkOptions } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Notice } from '../../components/notice/notice.tsx'
import { Page } from '../../components/page/page.tsx'
import { Tabs } from '../../components/page/tabs.tsx'
import { text } from '../../lib/text/text.ts'
import { useLimitsAccess } from './use-limits-access.ts'

const words = text.limits
const tabs = [
  { id: 'overview', label: words.tabs.overview, link: linkOptions({ to: '/admin/limits' }) },
  { id: 'blocked', label: words.tabs.blocked, link: linkOptions({ to: '/admin/limits/blocked' }) },
  { id: 'counters', label: words.tabs.counters, link: linkOptions({ to: '/admin/limits/counters' }) },
  { id: 'overrides', label: words.tabs.overrides, link: linkOptions({ to: '/admin/limits/overrides' }) },
  { id: 'policies', label: words.tabs.policies, link: linkOptions({ to: '/admin/limits/policies' }) },
  { id: 'lockouts', label: words.tabs.lockouts, link: linkOptions({ to: '/admin/limits/lockouts' }) },
  { id: 'explain', label: words.tabs.explain, link: linkOptions({ to: '/admin/limits/explain' }) },
]

interface Props {
  tab: keyof typeof words.tabs
  meta?: ReactNode
  actions?: ReactNode
  /** Whether what is shown here could be changed by another role, which is then said. */
  changeable?: boolean
  children: ReactNode
}

/** The frame of every page about limits: the same title and tabs, and below them what the tab is about. */
export function LimitsPage({ tab, meta, actions, changeable = false, children }: Props) {
  const { known, manages } = useLimitsAccess()
  return (
    <Page title={words.title} meta={meta} actions={actions}>
      <Tabs label={words.tabsLabel} tabs={tabs} current={tab}>
        {changeable && known && !manages ? <Notice tone="plain">{words.readOnly}</Notice> : null}
        {children}
      </Tabs>
    </Page>
  )
}
