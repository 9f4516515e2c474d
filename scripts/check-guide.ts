import { readFileSync } from 'node:fs'
import { filesOfOurs, readGuide } from './guide/read-guide.ts'

// Fails when the example of the guide needs a file of ours to be changed: all that a feature is lies in `product/`.
const files = readGuide(readFileSync(new URL('../docs/guide.md', import.meta.url), 'utf8'))
const ours = filesOfOurs(files)
console.log(
  `The example of docs/guide.md is ${files.length} files in product/, and touches ${ours.length} of Gatehouse's own.`,
)
if (ours.length > 0 || files.length === 0) {
  console.error(ours.join('\n') || 'The guide has no files.')
  process.exitCode = 1
}
