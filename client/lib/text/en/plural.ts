/** The word that fits the amount. */
export const plural = (amount: number, one: string, many: string) => (amount === 1 ? one : many)
