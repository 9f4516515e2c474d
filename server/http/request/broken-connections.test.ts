import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { exchange, listen } from '#test/raw-connection.ts'

const broken: [string, number, string][] = [
  ['headers without an end', 431, `GET / HTTP/1.1\r\nhost: localhost\r\nx-long: ${'x'.repeat(3_000_000)}`],
  ['no HTTP', 400, `\x16\x03\x01${'x'.repeat(3_000_000)}`],
  [
    'two lengths',
    400,
    'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
  ],
  [
    'chunks with more beside them than in them',
    413,
    `POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(3_000_000)}`,
  ],
]

test.each(broken)(
  '%s: %i, which can be read to its end, and an ordinary line in the log',
  async (_, status, bytes) => {
    const { app, logged } = await createTestApp()
    const { text, error } = await exchange(await listen(app), bytes)
    expect(error).toBeNull()
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(text).toMatch(/\r\nconnection: close\r\n/)
    expect(JSON.parse(text.split('\r\n\r\n', 2)[1] ?? '')).toMatchObject({ code: 'BAD_REQUEST' })
    const lines = logged.filter((line) => line.includes(`"status":${status}`))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/"level":"info".*"client":"127.0.0.1"/)
    expect(logged.join('')).not.toMatch(/"level":"(warn|error)"|"stack"/)
  },
)
