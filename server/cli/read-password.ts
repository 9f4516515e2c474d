import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** A password from standard input: its first line when it is piped, else asked for twice without showing it. */
export async function readPassword(): Promise<string> {
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? ''
  const first = await askHidden('Password: ')
  if (first !== (await askHidden('Once more: '))) throw new Error('The two passwords differ.')
  return first
}

async function askHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  stdout.write(question)
  const prompt = createInterface({ input: stdin, output: silent, terminal: true })
  try {
    return await prompt.question('')
  } finally {
    prompt.close()
    stdout.write('\n')
  }
}
