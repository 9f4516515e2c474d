import type { MailedLinks } from '../../auth/credentials/mailed-links.ts'
import type { Mailer } from '../../mail/mailer.ts'
import type { ActorContext } from '../../service-context.ts'

/** The context of an act that mails somebody a link. */
export type MailingActorContext = ActorContext & { mailer: Mailer; mailedLinks: MailedLinks }
