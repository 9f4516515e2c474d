type Colour = `#${string}`

/** How the product presents itself. */
export interface Brand {
  /** As pages, mails, authenticator apps and passkeys show it. */
  name: string
  colours: {
    /** Links, the main button, what is chosen: dark on the light pages, light on the dark ones. */
    accent: { light: Colour; dark: Colour }
  }
  mail: {
    /** Who mails come from, unless `MAIL_FROM` has a name. */
    senderName: string
    /** The last lines of every mail. Empty: none. */
    footer: string
    /** The mark in mails, a row a string: `#` is a square in the accent's colour. Left out: the name stands alone. */
    mark?: readonly string[]
  }
}

/** The brand, with the beginning of the names of files that people save. */
export const defineBrand = (brand: Brand) => ({
  ...brand,
  slug:
    brand.name
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join('-') ?? 'product',
})
