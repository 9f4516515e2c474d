import { IconDatabase, IconDevices, IconLink, IconPencil } from '@tabler/icons-react'
import type { Command } from '../../components/shell/commands.ts'
import { text } from '../../lib/text/text.ts'

const words = text.components.palette

/** What one can do with one's own account from everywhere. */
export const commands: readonly Command[] = [
  {
    id: 'edit-profile',
    label: text.profile.edit,
    keywords: words.profileKeywords,
    Icon: IconPencil,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/account/profile' }),
  },
  {
    id: 'my-sessions',
    label: text.sessions.mine,
    Icon: IconDevices,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/account/security', hash: 'sessions' }),
  },
  {
    id: 'connected-accounts',
    label: text.connections.title,
    Icon: IconLink,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/account/profile', hash: 'connections' }),
  },
  {
    id: 'my-data',
    label: text.data.title,
    Icon: IconDatabase,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/account/profile', hash: 'data' }),
  },
]
