import { brand } from '#product/brand.ts'
import type { Brand } from '../product/define-brand.ts'

/** The accent of one colour scheme. */
export interface Accent {
  text: string
  /** The ground of the main button, that under the pointer, and the text on both. */
  fill: string
  hover: string
  onFill: string
  /** The ground of what is chosen. */
  soft: string
}

const white = '#ffffff'
const black = '#000000'
const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

// The colour with this part of it replaced by another.
function mix(colour: string, other: string, part: number): string {
  const others = channels(other)
  const mixed = channels(colour).map((value, index) => value + ((others[index] ?? 0) - value) * part)
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

/** What follows from a brand's accent: that of each scheme, of print, and ten steps from light to dark. */
export function accentsOf({ accent }: Brand['colours']) {
  const light: Accent = {
    text: accent.light,
    fill: accent.light,
    hover: mix(accent.light, black, 0.2),
    onFill: white,
    soft: mix(accent.light, white, 0.86),
  }
  const dark: Accent = {
    text: accent.dark,
    fill: mix(accent.dark, black, 0.06),
    hover: mix(accent.dark, white, 0.08),
    onFill: mix(accent.dark, black, 0.88),
    soft: mix(accent.dark, black, 0.77),
  }
  const lighter = (part: number) => mix(accent.light, white, part)
  const steps = [
    lighter(0.93),
    light.soft,
    lighter(0.7),
    lighter(0.5),
    dark.text,
    dark.fill,
    mix(accent.light, accent.dark, 0.3),
    light.text,
    light.hover,
    mix(accent.light, black, 0.43),
  ] as const
  return { light, dark, onPaper: light.hover, steps }
}

/** The accents of this product. */
export const accents = accentsOf(brand.colours)
