import { client } from '#product/client.tsx'
import type { Command } from '../components/shell/commands.ts'
import { commands as accountCommands } from '../features/account/account-commands.ts'
import { commands as limitsCommands } from '../features/limits/limits-commands.ts'

/** What the features and the product add to the command palette, a line each; loaded with its first use. */
export const commands: readonly Command[] = [...accountCommands, ...limitsCommands, ...client.commands]
