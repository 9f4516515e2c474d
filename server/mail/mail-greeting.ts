// Anybody may register a stranger's address under a "name" of their choosing. What a mail client would
// turn into a link, and what is no name by its length, is left out, so that our mails carry no one's message.
const linkLike = /[@/\\:]|\S\.\S|www\./i
const longestGreetedName = 60

/** How a mail begins. */
export function greeting(name: string): string {
  const line = name
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
  return line === '' || line.length > longestGreetedName || linkLike.test(line) ? 'Hello,' : `Hello ${line},`
}
