import { IconLock, IconZoomQuestion } from '@tabler/icons-react'
import type { Command } from '../../components/shell/commands.ts'
import { text } from '../../lib/text/text.ts'

const words = text.components.palette

/** What one can do about limits from everywhere. */
export const commands: readonly Command[] = [
  {
    id: 'explain-limit',
    label: words.explainLimit,
    keywords: words.explainKeywords,
    Icon: IconZoomQuestion,
    permission: 'limits.read',
    run: ({ navigate }) => navigate({ to: '/admin/limits/explain' }),
  },
  {
    id: 'lockouts',
    label: words.lockouts,
    keywords: words.lockoutsKeywords,
    Icon: IconLock,
    permission: 'limits.read',
    run: ({ navigate }) => navigate({ to: '/admin/limits/lockouts' }),
  },
]
