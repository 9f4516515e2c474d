/** A whole file that a guide has the reader write. */
export interface GuideFile {
  path: string
  text: string
}

const block = /(?:^\*\*`([^`]+)`\*\*\n\n)?^```(\w*)\n([\s\S]*?)^```$/gm

/** The files of a guide's example, in its order. Throws for a block of code that no path stands above. */
export function readGuide(markdown: string): GuideFile[] {
  return [...markdown.replaceAll('\r\n', '\n').matchAll(block)].flatMap(([, path, language, text = '']) => {
    // Without a language it is what is typed at a terminal.
    if (!language) return []
    if (!path) throw new Error(`No path stands above the block that begins with ${text.split('\n', 1)[0]}`)
    return [{ path, text }]
  })
}

/** The files of an example that are ours to change, not its reader's. */
export const filesOfOurs = (files: GuideFile[]): string[] =>
  files.map(({ path }) => path).filter((path) => !path.startsWith('product/') || path.includes('..'))
