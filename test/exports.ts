import type { Browser } from './app.ts'

/** An event of an export's stream. */
export interface ExportEvent<Chunk> {
  type: string
  id: string | undefined
  data: Chunk
}

/** The events of an export until it ends; from behind `lastEventId` on, as a client goes on whose stream broke. */
export async function readExport<Chunk>(
  browser: Browser,
  { procedure, input, lastEventId }: { procedure: string; input: object; lastEventId?: string | undefined },
): Promise<ExportEvent<Chunk>[]> {
  const resume = lastEventId === undefined ? '' : `&lastEventId=${encodeURIComponent(lastEventId)}`
  const url = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}${resume}`
  const response = await browser.get(url, { accept: 'text/event-stream' })
  return response.body.split('\n\n').flatMap((block): ExportEvent<Chunk>[] => {
    const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]
    const data = field('data')
    return data === undefined
      ? []
      : [{ type: field('event') ?? 'data', id: field('id'), data: JSON.parse(data || 'null') }]
  })
}

/** Those that hold a piece of the file. */
export const chunksOf = <Chunk>(events: ExportEvent<Chunk>[]) => events.filter(({ type }) => type === 'data')
