import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { StartError } from '../errors.ts'

/**
 * A password from standard input: its first line when it is piped, else asked for twice without showing it.
 * Throws StartError when the two differ or the person gives up.
 */
export async function readPassword(): Promise<string> {
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? ''
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: stdin, output: silent, terminal: true })
  const ask = async (question: string) => {
    stdout.write(question)
    const answer = await prompt.question('')
    stdout.write('\n')
    return answer
  }
  try {
    const first = await ask('Password: ')
    if (first === (await ask('Once more: '))) return first
  } catch (cause) {
    throw new StartError('\nGiven up; nothing was changed.', { cause })
  } finally {
    prompt.close()
  }
  throw new StartError('The two passwords differ; nothing was changed.')
}
