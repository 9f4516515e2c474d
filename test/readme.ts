import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The first block of code in this language below a heading of the README. */
export function readmeBlock(heading: string, language: string): string {
  const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8')
  const section = readme.replaceAll('\r\n', '\n').split(`\n## ${heading}\n`)[1]?.split('\n## ', 1)[0]
  const block = section?.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm'))?.[1]
  if (!block) throw new Error(`The README has no block of ${language} below “${heading}”.`)
  return block
}
