import { escapeHtml } from './escape-html.ts'

/** A mail as it goes into the outbox: subject, and the same words twice. */
export interface MailContent {
  subject: string
  text: string
  html: string
}

export interface MailLink {
  label: string
  url: string
}

/** What a mail says, in plain text; the layout escapes it. */
export interface MailWords {
  subject: string
  greeting: string
  sentence: string
  button: MailLink
  /** A second link, for people who do not need the first. */
  otherwise?: MailLink
  /** Why the person got it, and what to do if it was not meant for them. */
  reason: string
}

/** The mail as text and as HTML: one column, the mark, one sentence, one button, its link written out. */
export function renderMail(words: MailWords): MailContent {
  return { subject: words.subject, text: renderText(words), html: renderHtml(words) }
}

function renderText(words: MailWords): string {
  const links = [words.button, ...(words.otherwise ? [words.otherwise] : [])]
  const paragraphs = [
    words.greeting,
    words.sentence,
    ...links.map((link) => `${link.label}:\n${link.url}`),
    words.reason,
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function renderHtml(words: MailWords): string {
  const otherwise = words.otherwise
    ? `<p style="margin:0 0 24px"><a class="link" style="${css.link}" ${target(words.otherwise.url)}>${escapeHtml(words.otherwise.label)}</a></p>`
    : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(words.subject)}</title>
<style>${darkMode}</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:#f6f4f0">
<table class="ground" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f6f4f0">
<tr><td align="center" style="padding:32px 16px">
<table class="sheet" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${css.sheet}">
<tr><td class="ink" style="${css.body}">
${mark}
<p style="margin:0 0 16px">${escapeHtml(words.greeting)}</p>
<p style="margin:0 0 24px">${escapeHtml(words.sentence)}</p>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr>
<td class="button" style="border-radius:6px;background-color:#1f6f5c"><a class="button" style="${css.button}" ${target(words.button.url)}>${escapeHtml(words.button.label)}</a></td>
</tr></table>
${otherwise}
<p class="quiet" style="${css.quiet};margin:0 0 24px">If the button does not work, open this address:<br><a class="link" style="${css.link};word-break:break-all" ${target(words.button.url)}>${escapeHtml(words.button.url)}</a></p>
<p class="quiet line" style="${css.quiet};margin:0;padding-top:16px;border-top:1px solid #e4dfd7">${escapeHtml(words.reason)}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`
}

// A new window, so that the link also leaves the frame of the outbox page; no referrer, since links hold tokens.
const target = (url: string) => `href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer"`

const font = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const css = {
  sheet: 'max-width:480px;background-color:#ffffff;border:1px solid #e4dfd7;border-radius:6px',
  body: `padding:32px;font-family:${font};font-size:16px;line-height:24px;color:#1c1917;text-align:left`,
  button:
    'display:inline-block;padding:12px 20px;border-radius:6px;background-color:#1f6f5c;color:#ffffff;font-weight:600;text-decoration:none',
  link: 'color:#1f6f5c;text-decoration:underline',
  quiet: 'font-size:14px;line-height:20px;color:#57534e',
}

// Mail clients put inline styles first, so only !important reaches past them.
const darkMode = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background-color:#161412!important}
.sheet,.gate{background-color:#211e1b!important}
.sheet{border-color:#3a3530!important}
.line{border-color:#3a3530!important}
.ink{color:#f2eee8!important}
.quiet{color:#b8b0a6!important}
.link{color:#74c7b2!important}
.wall{background-color:#74c7b2!important}
.button{background-color:#74c7b2!important;color:#10201b!important}
}`

// A gate in a wall made of table cells: mail clients drop SVG and hold images back, but colour cells.
const stone = (width: number, height: number) =>
  `<td class="wall" width="${width}" height="${height}" style="${cell(width, height)};background-color:#1f6f5c"></td>`
const gap = (width: number, height: number) =>
  `<td width="${width}" height="${height}" style="${cell(width, height)}"></td>`
const cell = (width: number, height: number) =>
  `width:${width}px;height:${height}px;padding:0;font-size:0;line-height:0`

const mark = `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr>
<td style="padding:0 12px 0 0"><table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="0" border="0">
<tr>${stone(6, 5)}${gap(4, 5)}${stone(8, 5)}${gap(4, 5)}${stone(6, 5)}</tr>
<tr><td class="wall" colspan="5" height="5" style="${cell(28, 5)};background-color:#1f6f5c"></td></tr>
<tr>${stone(6, 14)}<td class="wall" colspan="3" width="16" height="14" style="${cell(16, 14)};background-color:#1f6f5c"><div class="gate" style="width:16px;height:14px;border-radius:8px 8px 0 0;background-color:#ffffff;font-size:0;line-height:0"></div></td>${stone(6, 14)}</tr>
</table></td>
<td class="ink" style="font-family:${font};font-size:18px;line-height:24px;font-weight:600;color:#1c1917">Gatehouse</td>
</tr></table>`
