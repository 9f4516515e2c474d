import type { MailProblem } from '#shared/mail-test.ts'

// In this order: a refused sign-in or address comes with a status that also stands for other refusals.
const signs: [MailProblem, RegExp][] = [
  ['unknown-host', /ENOTFOUND|EAI_AGAIN|ENODATA|getaddrinfo|queryA /i],
  ['unreachable', /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|connection closed|socket close/i],
  ['timeout', /timed? ?out|ETIMEDOUT|greeting never received/i],
  ['encryption', /certificate|self.signed|\bSSL\b|\bTLS\b|STARTTLS|wrong version number/i],
  ['sign-in', /invalid login|authentication|credentials|\b(530|534|535)\b/i],
  ['recipient', /recipient/i],
  ['sender', /mail from|mail command|sender/i],
  ['refused', /\b[45]\d\d\b/],
]

/** What the failure of a mail, as it was kept, most likely is. */
export function mailProblemOf(detail: string): MailProblem {
  return signs.find(([, sign]) => sign.test(detail))?.[0] ?? 'other'
}
