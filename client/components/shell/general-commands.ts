import {
  IconApi,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMessage,
  IconMoon,
  IconSun,
} from '@tabler/icons-react'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import { text as feedback } from '../../lib/text/feedback-text.ts'
import { text } from '../../lib/text/text.ts'
import type { Command } from './commands.ts'

const words = text.components.palette
const schemes = text.common.colorSchemes

/** What everybody inside can do from everywhere. */
export const commonCommands: readonly Command[] = [
  {
    id: 'colors-light',
    label: words.colors(schemes.light),
    keywords: words.colorsKeywords,
    Icon: IconSun,
    permission: null,
    run: ({ setColorScheme }) => setColorScheme('light'),
  },
  {
    id: 'colors-dark',
    label: words.colors(schemes.dark),
    keywords: words.colorsKeywords,
    Icon: IconMoon,
    permission: null,
    run: ({ setColorScheme }) => setColorScheme('dark'),
  },
  {
    id: 'colors-auto',
    label: words.colors(schemes.auto),
    keywords: words.colorsKeywords,
    Icon: IconDeviceDesktop,
    permission: null,
    run: ({ setColorScheme }) => setColorScheme('auto'),
  },
  {
    id: 'keys',
    label: words.keys,
    keywords: words.keysKeywords,
    Icon: IconKeyboard,
    permission: null,
    run: ({ listKeys }) => listKeys(),
  },
  {
    id: 'api',
    label: apiDocs.title,
    keywords: apiDocs.keywords,
    Icon: IconApi,
    permission: null,
    run: ({ navigate }) => navigate({ to: '/api/docs' }),
  },
  {
    id: 'send-feedback',
    label: text.shell.sendFeedback,
    keywords: feedback.sendKeywords,
    Icon: IconMessage,
    permission: null,
    run: ({ sendFeedback }) => sendFeedback(),
  },
  {
    id: 'sign-out',
    label: text.shell.signOut,
    keywords: words.signOutKeywords,
    Icon: IconLogout,
    permission: null,
    run: ({ signOut }) => signOut(),
  },
]
