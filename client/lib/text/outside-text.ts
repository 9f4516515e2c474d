import { enOutside, type OutsideText } from './en/outside.ts'

/** The words of pages outside, and of what they share with pages inside: the others are not loaded for them. */
export const text: OutsideText = enOutside
