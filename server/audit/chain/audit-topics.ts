import type { AuditAction, AuditEntity } from '#shared/audit/audit.ts'
import type { ConsoleTopic } from '#shared/live-topics.ts'

// What a person does with their own sessions and passkeys changes nothing that others see of them.
const topicOfEntity: Partial<Record<AuditEntity, ConsoleTopic>> = {
  user: 'users',
  invitation: 'users',
  twoFactor: 'users',
  override: 'limits',
  policy: 'limits',
  counter: 'limits',
  credits: 'credits',
  entitlement: 'credits',
  plan: 'credits',
  feedback: 'feedback',
}
// A lock is a figure of the limits and a state of the user; an undo may be of either.
const both: readonly AuditAction[] = ['account.lock', 'account.unlock', 'audit.undo']

/** What the console has to read anew after these acts. */
export function topicsOf(actions: readonly AuditAction[]): Set<ConsoleTopic> {
  const topics = new Set<ConsoleTopic>()
  for (const action of actions) {
    topics.add('audit')
    const topic = topicOfEntity[action.slice(0, action.indexOf('.')) as AuditEntity]
    if (topic) topics.add(topic)
    // Who is erased takes their feedback along, and an undo may be of any act.
    if (action === 'user.purge' || action === 'audit.undo') topics.add('feedback')
    if (both.includes(action)) topics.add('users').add('limits').add('credits')
  }
  return topics
}
