import { type AccountPage, useProductClient } from './product-client.ts'

/** What the product adds to a page of one's own account. */
export function ProductSections({ page }: { page: AccountPage }) {
  const { sections } = useProductClient()
  // biome-ignore lint/suspicious/noArrayIndexKey: the list is written in the code, it never changes
  return sections[page].map((Part, index) => <Part key={index} />)
}
