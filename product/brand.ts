import { defineBrand } from '#shared/product/define-brand.ts'

/**
 * How the product presents itself. Its mark is `mark.svg` beside this file: the icon of the tab, and on every page.
 * Every page loads this file: it imports nothing else.
 */
export const brand = defineBrand({
  name: 'Gatehouse',
  colours: { accent: { light: '#23695e', dark: '#79c7b6' } },
  mail: {
    senderName: 'Gatehouse',
    footer: 'Sent by Gatehouse.',
    // Drawn by cells of a table: mail clients drop SVG and hold pictures back.
    mark: [
      '###  ####  ###',
      '###  ####  ###',
      '##############',
      '##############',
      '##############',
      '#####    #####',
      '####      ####',
      '###        ###',
      '###        ###',
      '###        ###',
      '###        ###',
      '###        ###',
    ],
  },
})
