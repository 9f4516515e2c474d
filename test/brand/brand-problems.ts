import { colours as pageColours } from '#client/theme.ts'
import type { Brand } from '#shared/product/define-brand.ts'
import { accentsOf } from '#shared/text/accents.ts'
import { contrast } from './contrast.ts'

// WCAG 2.2, 1.4.3: text of any size.
const readable = 4.5
const schemes = { light: 'darker', dark: 'lighter' } as const
const mailGrounds = { light: '#ffffff', dark: '#211e1b' }
const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u

/** What is wrong with a brand, a sentence each, which names the value to change. */
export function brandProblems({ name, colours, mail }: Brand): string[] {
  return [
    ...(['light', 'dark'] as const).flatMap((scheme) => accentProblems(colours, scheme)),
    ...lineProblems('name', name),
    ...lineProblems('mail.senderName', mail.senderName),
    ...(mail.mark ?? []).flatMap((row, index, rows) =>
      /^[# ]+$/.test(row) && row.length === rows[0]?.length
        ? []
        : [`mail.mark[${index}] in product/brand.ts must be of # and spaces, and as long as the first row.`],
    ),
  ]
}

/** What keeps an SVG from being shown as the product's mark, a sentence each. */
export function markProblems(svg: string): string[] {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? ''
  return [
    ...(root.includes('http://www.w3.org/2000/svg')
      ? []
      : ['has no <svg xmlns="http://www.w3.org/2000/svg">']),
    ...(/\bviewBox="/.test(root) ? [] : ['has no viewBox, so that it cannot be made smaller']),
    ...(/<script|<foreignObject|\bon\w+=/.test(svg) ? ['holds a script, which no picture may run'] : []),
    ...(/(?:href|src)="(?!#|data:)/.test(svg) ? ['loads another file, which a picture cannot'] : []),
    ...(svg.length > 20_000 ? [`has ${svg.length} bytes, and every page loads it: 20000 at most`] : []),
  ].map((problem) => `product/mark.svg ${problem}.`)
}

function accentProblems(colours: Brand['colours'], scheme: keyof typeof schemes): string[] {
  const given = colours.accent[scheme]
  const value = `colours.accent.${scheme} in product/brand.ts`
  if (!/^#[\da-f]{6}$/i.test(given)) return [`${value} is ${given}: write it as #rrggbb.`]
  const accent = accentsOf(colours)[scheme]
  const { ground, surface, raised, hover, text, muted } = pageColours[scheme]
  const grounds = [ground, surface, raised, hover, mailGrounds[scheme], accent.soft]
  const pairs = [
    ...grounds.map((each) => [accent.text, each] as const),
    ...[accent.fill, accent.hover].map((each) => [accent.onFill, each] as const),
    ...[text, muted].map((each) => [each, accent.soft] as const),
  ]
  const worst = Math.min(...pairs.map(([one, other]) => contrast(one, other)))
  if (worst >= readable) return []
  return [
    `${value} is ${given}: text has a contrast of ${worst.toFixed(2)}, and needs ${readable}. Make it ${schemes[scheme]}.`,
  ]
}

const lineProblems = (what: string, value: string) =>
  value.trim() === value && value.length > 0 && value.length <= 60 && oneLine.test(value)
    ? []
    : [`${what} in product/brand.ts must be one line of 1 to 60 characters.`]
