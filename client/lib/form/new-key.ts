/** A key of one intent of somebody's: what is sent again with it, by a second press or a second try, is done once. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-')
