import { expect, test } from 'vitest'
import { filesOfOurs, readGuide } from './read-guide.ts'

const file = (path: string, text: string) => `**\`${path}\`**\n\n\`\`\`ts\n${text}\n\`\`\`\n`
const command = '```\nnpm test\n```\n'

test('a guide has its files in order, and what is typed is none of them', () => {
  const guide = `# Guide\n\n${file('product/a.ts', 'const a = `b`\n')}\n${command}\n${file('product/b.tsx', '<b />')}`
  expect(readGuide(guide)).toEqual([
    { path: 'product/a.ts', text: 'const a = `b`\n\n' },
    { path: 'product/b.tsx', text: '<b />\n' },
  ])
  expect(readGuide(guide.replaceAll('\n', '\r\n'))).toEqual(readGuide(guide))
})

test('a block of code without a path is refused, and a file outside product/ is found', () => {
  expect(() => readGuide('Some words:\n\n```ts\nconst lost = 1\n```\n')).toThrow('const lost = 1')
  const files = readGuide(
    ['product/a.ts', 'shared/roles/roles.ts', 'product/../app.ts'].map((path) => file(path, '')).join('\n'),
  )
  expect(filesOfOurs(files)).toEqual(['shared/roles/roles.ts', 'product/../app.ts'])
})
