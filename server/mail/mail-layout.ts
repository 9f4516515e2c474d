import { brand } from '#product/brand.ts'
import { accents } from '#shared/text/accents.ts'
import { escapeHtml } from './escape-html.ts'
import { drawMark } from './mail-mark.ts'

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
    ...(brand.mail.footer ? [brand.mail.footer] : []),
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
${head}
<p style="margin:0 0 16px">${escapeHtml(words.greeting)}</p>
<p style="margin:0 0 24px">${escapeHtml(words.sentence)}</p>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr>
<td class="button" style="border-radius:6px;background-color:${accent.fill}"><a class="button" style="${css.button}" ${target(words.button.url)}>${escapeHtml(words.button.label)}</a></td>
</tr></table>
${otherwise}
<p class="quiet" style="${css.quiet};margin:0 0 24px">If the button does not work, open this address:<br><a class="link" style="${css.link};word-break:break-all" ${target(words.button.url)}>${escapeHtml(words.button.url)}</a></p>
<p class="quiet line" style="${css.quiet};margin:0;padding-top:16px;border-top:1px solid #e4dfd7">${escapeHtml(words.reason)}</p>
${footer}
</td></tr></table>
</td></tr></table>
</body>
</html>
`
}

// A new window, so that the link also leaves the frame of the outbox page; no referrer, since links hold tokens.
const target = (url: string) => `href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer"`

const { light: accent, dark: inDark } = accents
const font = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const css = {
  sheet: 'max-width:480px;background-color:#ffffff;border:1px solid #e4dfd7;border-radius:6px',
  body: `padding:32px;font-family:${font};font-size:16px;line-height:24px;color:#1c1917;text-align:left`,
  button: `display:inline-block;padding:12px 20px;border-radius:6px;background-color:${accent.fill};color:${accent.onFill};font-weight:600;text-decoration:none`,
  link: `color:${accent.text};text-decoration:underline`,
  quiet: 'font-size:14px;line-height:20px;color:#57534e',
}

// Mail clients put inline styles first, so only !important reaches past them.
const darkMode = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background-color:#161412!important}
.sheet{background-color:#211e1b!important;border-color:#3a3530!important}
.line{border-color:#3a3530!important}
.ink{color:#f2eee8!important}
.quiet{color:#b8b0a6!important}
.link{color:${inDark.text}!important}
.mark{background-color:${inDark.text}!important}
.button{background-color:${inDark.fill}!important;color:${inDark.onFill}!important}
}`

const drawnMark = drawMark(brand.mail.mark ?? [], accent.fill)
const head = `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr>
${drawnMark && `<td style="padding:0 12px 0 0">${drawnMark}</td>`}
<td class="ink" style="font-family:${font};font-size:18px;line-height:24px;font-weight:600;color:#1c1917">${escapeHtml(brand.name)}</td>
</tr></table>`

const footer = brand.mail.footer
  ? `<p class="quiet" style="${css.quiet};margin:16px 0 0">${escapeHtml(brand.mail.footer).replaceAll('\n', '<br>')}</p>`
  : ''
