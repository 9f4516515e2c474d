/** A piece of the client that did not come: the connection broke, or a release has replaced it. */
export class MissingPart extends Error {
  constructor(cause: unknown) {
    super('A part of the page did not load.', { cause })
    this.name = 'MissingPart'
  }
}

/**
 * What is loaded when it is first needed, as `part(() => import('./x.ts'))`: the one way to write `import()`, so that
 * whoever waits for it knows what is missing. Each call tries anew; it throws `MissingPart`.
 */
export function part<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    try {
      return await load()
    } catch (error) {
      throw new MissingPart(error)
    }
  }
}
