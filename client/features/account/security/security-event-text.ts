import type { AuditAction } from '#shared/audit/audit.ts'
import { type ActField, recordedText } from '#shared/audit/audit-fields.ts'
import type { SecurityEvent } from '#shared/security.ts'
import { text } from '../../../lib/text/text.ts'
import { wordFor } from '../../../lib/text/word-for.ts'

const words = text.security
const providers = text.connections.providers
const roles: Record<string, string> = text.common.roles

/** The field that says what an event was about, and the words for it. */
const details: { [Action in AuditAction]?: { field: ActField<Action>; names?: Record<string, string> } } = {
  'user.setRole': { field: 'role', names: roles },
  'user.setEmail': { field: 'email' },
  'user.changeEmail': { field: 'email' },
  'account.link': { field: 'provider', names: providers },
  'account.unlink': { field: 'provider', names: providers },
  'passkey.add': { field: 'label' },
  'passkey.rename': { field: 'label' },
  'passkey.remove': { field: 'label' },
  'apiKey.create': { field: 'name' },
  'apiKey.rename': { field: 'name' },
  'apiKey.rotate': { field: 'name' },
  'apiKey.revoke': { field: 'name' },
}

/** What happened, as one line: "Signed in with a passkey", "Passkey added: Work laptop". */
export function securityEventText({ action, before, after }: SecurityEvent): string {
  const what = wordFor(words.actions, action)
  if (action === 'session.fail') {
    const refusal = recordedText(action, after, 'refusal')
    return (!refusal && words.failed[recordedText(action, after, 'method') ?? '']) || what
  }
  if (action === 'session.signIn') {
    const method = recordedText(action, after, 'method')
    return [what, words.methods[method ?? '']].filter(Boolean).join(' ')
  }
  const detail = details[action]
  const value = detail ? wordOf(after ?? before, detail.field) : ''
  return value ? words.eventOf(what, detail?.names?.[value] ?? value) : what
}

function wordOf(fields: SecurityEvent['after'], name: string): string {
  const value = fields?.[name]
  return typeof value === 'string' ? value : ''
}
