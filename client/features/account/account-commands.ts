import { IconPencil } from '@tabler/icons-react'
import type { Command } from '../../components/shell/commands.ts'
import { text } from '../../lib/text/text.ts'

const words = text.components.palette

/** What one can do with one's own account from everywhere. */
export const commands: readonly Command[] = [
  {
    id: 'edit-profile',
    label: text.dashboard.editProfile,
    keywords: words.profileKeywords,
    Icon: IconPencil,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/account/profile' }),
  },
]
