import type { ComponentType } from 'react'
import type { ProductPages } from '#shared/product/product-pages.ts'
import type { ProductSettings } from '#shared/settings.ts'
import type { UserTab } from '../../lib/navigation/user-tabs.ts'
import type { Command } from './commands.ts'
import type { OwnKey } from './navigation-places.ts'
import type {
  AccountPage,
  ProductClient,
  ProductPlace,
  ProductUserTab,
  SettingFormProps,
} from './product-client.ts'

type Page = () => Promise<ComponentType>

// What is wrong is said where it stands.
type CheckedPages<Pages, Given> = {
  [Path in keyof Given]: Path extends keyof Pages ? Page : 'Say in guards.ts who may open this page.'
}
type CheckedPlaces<Pages, Given> = {
  [To in keyof Given]: To extends keyof Pages
    ? To extends `${string}$${string}`
      ? 'The path of a place has no parameter.'
      : CheckedKey<KeyOf<Given[To]>, KeyOf<Given[Exclude<keyof Given, To>]>>
    : 'The product has no such page.'
}
type KeyOf<Place> = Place extends { key: infer Key extends string } ? Key : never
type CheckedKey<Key extends string, Others> = [Key] extends [never]
  ? ProductPlace
  : Key extends OwnKey
    ? { key: `g ${Key} leads to a page that is not yours: take another letter.` }
    : Key extends Others
      ? { key: `Another place has g ${Key} as well.` }
      : Key extends `${string}${infer Rest}`
        ? Rest extends ''
          ? ProductPlace
          : { key: 'A key is one letter.' }
        : never
type CheckedTabs<Given> = {
  [Id in keyof Given]: Id extends UserTab ? `${Id} is a tab that is there already.` : ProductUserTab
}
type CheckedForms<Settings, Given> = {
  [Key in keyof Given]: Key extends keyof Settings
    ? ComponentType<SettingFormProps<Settings[Key]>>
    : 'The product has no such setting.'
}

/** `defineClient` for a product with these pages and settings. */
export const defineClientOf =
  <Pages, Settings>() =>
  <
    const Given extends Readonly<Record<string, Page>>,
    const Places extends Readonly<Record<string, ProductPlace>>,
    const Tabs extends Readonly<Record<string, ProductUserTab>>,
    const Forms extends Readonly<Record<string, ComponentType<SettingFormProps<never>>>>,
  >(client: {
    /** The component of every page that `guards.ts` names, by its path. */
    pages: Given & Readonly<Record<keyof Pages, Page>> & CheckedPages<Pages, Given>
    /** Pages in the navigation and the command palette, by path. */
    places: Places & CheckedPlaces<Pages, Places>
    /** What else the command palette offers. */
    commands: readonly Command[]
    /** Parts of a user's page in the console, by their name in its address. */
    userTabs: Tabs & CheckedTabs<Tabs>
    /** What the pages of one's own account show besides ours. */
    sections: Readonly<Record<AccountPage, readonly ComponentType[]>>
    /** How settings are changed for which the form that fits their schema is not enough. */
    settingForms: Forms & CheckedForms<Settings, Forms>
  }): ProductClient & Pick<typeof client, 'commands'> & { pages: Readonly<Record<keyof Pages, Page>> } =>
    client

/** What the product adds to the client. It comes with the first page inside, or the first page of the product. */
export const defineClient = defineClientOf<ProductPages, ProductSettings>()
