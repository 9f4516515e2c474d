/** A table of ours with the product's entries: every name with its own type. */
export type Joined<Own, Added> = {
  [Name in keyof Own | keyof Added]: (Own & Added)[Name & keyof (Own & Added)]
}

/** What stands in for an entry of the product whose name is ours, so that the error of its type says so. */
export type Unshared<Own, Added> = {
  [Name in keyof Added]: Name extends keyof Own & string
    ? `${Name} is a name of Gatehouse's own: give that of your product another one.`
    : Added[Name]
}

/** Our table with the product's beside it. A name that both have is an error of its type, never one that wins. */
export const joinTables = <const Own extends object, const Added extends object>(
  own: Own,
  added: Added & Unshared<Own, Added>,
) => ({ ...own, ...added }) as unknown as Joined<Own, Added>
