import type { Icon } from '@tabler/icons-react'
import { type ComponentType, createContext, useContext } from 'react'
import type { Permission } from '#shared/roles/roles.ts'

/** A page of the product in the navigation and the command palette, for whoever may open it. */
export interface ProductPlace {
  /** `console` and `account` are ours; any other is the title of a group of its own, which stands first. */
  group: 'console' | 'account' | (string & {})
  label: string
  Icon: Icon
  /** The letter that leads there behind a `g`. */
  key?: string
  /** What stands behind the label, such as a count. */
  Badge?: ComponentType
}

/** A part of a user's page in the console. */
export interface ProductUserTab {
  label: string
  /** The permission that shows it; null: everybody who sees the page. */
  permission: Permission | null
  Tab: ComponentType<{ userId: string }>
}

/** What the form of a setting gets; the title, and who changed it last, stand around it. */
export interface SettingFormProps<Value> {
  value: Value
  /** False for a role that only reads settings. */
  manages: boolean
  /** Changes the setting, after the admin has confirmed who they are; throws what was refused. */
  save(value: Value): Promise<void>
}

export type AccountPage = 'overview' | 'profile' | 'security'

/** What the product adds to pages of ours. */
export interface ProductClient {
  places: Readonly<Record<string, ProductPlace>>
  userTabs: Readonly<Record<string, ProductUserTab>>
  sections: Readonly<Record<AccountPage, readonly ComponentType[]>>
  settingForms: Readonly<Record<string, ComponentType<SettingFormProps<never>>>>
}

const context = createContext<ProductClient>({
  places: {},
  userTabs: {},
  sections: { overview: [], profile: [], security: [] },
  settingForms: {},
})

export const ProductClientProvider = context.Provider

/** What the product adds to the page around. */
export const useProductClient = (): ProductClient => useContext(context)
