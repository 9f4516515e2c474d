import { createHash } from 'node:crypto'
import type { MailTable } from '#drizzle/schema/index.ts'
import { brand } from '#product/brand.ts'
import { accents } from '#shared/text/accents.ts'
import { escapeHtml } from './escape-html.ts'
import type { MailSummary } from './outbox.ts'

const style = `:root{color-scheme:light dark;--ground:#f6f4f0;--sheet:#fff;--ink:#1c1917;--quiet:#57534e;--line:#e4dfd7;--accent:${accents.light.text}}
@media (prefers-color-scheme:dark){:root{--ground:#161412;--sheet:#211e1b;--ink:#f2eee8;--quiet:#b8b0a6;--line:#3a3530;--accent:${accents.dark.text}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:960px;padding:32px 16px;background:var(--ground);color:var(--ink);font:14px/20px Inter,system-ui,sans-serif}
h1{margin:0 0 4px;font-size:20px;line-height:28px;font-weight:600}
h2{margin:24px 0 8px;font-size:14px;font-weight:600}
p{margin:0 0 16px}
a{color:var(--accent)}
ul{margin:0;padding:0;list-style:none;border:1px solid var(--line);border-radius:6px;background:var(--sheet)}
li{padding:8px 16px;border-top:1px solid var(--line)}
li:first-child{border-top:0}
li a{font-weight:600}
li span,.quiet{color:var(--quiet)}
li span{display:block;overflow-wrap:anywhere}
time{font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:16px 0}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
pre,iframe{display:block;width:100%;margin:0;border:1px solid var(--line);border-radius:6px;background:var(--sheet)}
pre{padding:16px;font:14px/20px "JetBrains Mono",ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
iframe{height:640px}`

const styleHash = createHash('sha256').update(style).digest('base64')

/** The policy of the outbox pages: their one style block, and the frame that shows a mail. */
export const outboxPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The policy of a mail's own HTML: no script, no origin, nothing loaded; links open outside the frame. */
export const mailHtmlPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/** The page that lists the mails of the outbox. */
export function outboxListPage(mails: MailSummary[]): string {
  const items = mails.map(
    (mail) => `<li><a href="/dev/mail/${escapeHtml(mail.id)}">${escapeHtml(mail.subject)}</a>
<span>${escapeHtml(mail.recipient)} · ${escapeHtml(mail.kind)} · ${timeOf(mail.createdAt)}</span></li>`,
  )
  const list =
    items.length > 0
      ? `<ul>${items.join('\n')}</ul>`
      : '<p>No mail yet. Register or ask for a new password, and the mail appears here.</p>'
  return page(
    'Outbox',
    `<h1>Outbox</h1>
<p class="quiet">No mail server is configured (SMTP_URL), so mails stay here. The latest ${maxListed} are shown.</p>
${list}`,
  )
}

/** How many mails the list shows. */
export const maxListed = 50

/** The page that shows one mail: headers, text with its links, and the HTML in a frame. */
export function outboxMailPage(mail: MailTable): string {
  const bodies =
    mail.text === null
      ? '<p>The text was erased when the mail was sent or given up.</p>'
      : `<h2>Text</h2>
<pre>${withLinks(mail.text)}</pre>
<h2>HTML</h2>
<iframe src="/dev/mail/${escapeHtml(mail.id)}/html" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
  return page(
    mail.subject,
    `<p><a href="/dev/mail">Outbox</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<dl><dt>To</dt><dd>${escapeHtml(mail.recipient)}</dd><dt>Kind</dt><dd>${escapeHtml(mail.kind)}</dd><dt>Written</dt><dd>${timeOf(mail.createdAt)}</dd></dl>
${bodies}`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(brand.name)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

function timeOf(at: Date): string {
  const iso = at.toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

// The addresses stand at the odd places of the split.
function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escapeHtml(part)}" rel="noreferrer" data-mail-link>${escapeHtml(part)}</a>`
        : escapeHtml(part),
    )
    .join('')
}
