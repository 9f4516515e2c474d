/** The currencies that something may cost, as Stripe names them, with the digits behind the point of each. */
export const currencies = {
  aud: 2,
  brl: 2,
  cad: 2,
  chf: 2,
  czk: 2,
  dkk: 2,
  eur: 2,
  gbp: 2,
  inr: 2,
  jpy: 0,
  krw: 0,
  mxn: 2,
  nok: 2,
  nzd: 2,
  pln: 2,
  sek: 2,
  sgd: 2,
  usd: 2,
} as const
export type Currency = keyof typeof currencies

const isCurrency = (name: string): name is Currency => Object.hasOwn(currencies, name)

/** An amount in the smallest unit as a decimal number in text: 1250 of `eur` is `12.50`. No float is made of it. */
export function decimalOf(amount: number, currency: string): string {
  const digits = isCurrency(currency) ? currencies[currency] : 2
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const point = text.length - digits
  return `${amount < 0 ? '-' : ''}${text.slice(0, point)}${digits > 0 ? `.${text.slice(point)}` : ''}`
}

/** What a decimal number in text comes to in the smallest unit, `12.5` of `eur` is 1250; null for what is none of it. */
export function parseDecimal(text: string, currency: string): number | null {
  const digits = isCurrency(currency) ? currencies[currency] : 2
  const [, whole = '', part = ''] = text.trim().match(/^(\d{1,12})(?:\.(\d+))?$/) ?? []
  if (whole === '' || part.length > digits) return null
  return Number(whole + part.padEnd(digits, '0'))
}

/** An amount in the smallest unit as people write it, in English unless told: 1250 of `eur` is `€12.50`. */
export function formatMoney(amount: number, currency: string, locale = 'en'): string {
  const digits = isCurrency(currency) ? currencies[currency] : 2
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(decimalOf(amount, currency) as Intl.StringNumericLiteral)
}
