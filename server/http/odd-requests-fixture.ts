import type { OutgoingHttpHeaders } from 'node:http'

export interface OddRequest {
  method: string
  path: string
  headers: OutgoingHttpHeaders
  body?: string
}

const names = [
  'plain',
  'echo',
  'nested.deep.echo',
  'lazy.plain',
  'lazy.echo',
  'lazy.deeper.plain',
  'change',
  'changePlainly',
  'refuses',
  'breaks',
  'throwsText',
  'throwsNothing',
  'answersNothing',
  'answersNull',
  'answersBigInt',
  'answersCircle',
  'answersPromise',
  'answersThenable',
  'answersIterable',
  'answersIterables',
  'answersList',
  'answersDate',
  'answersInput',
  'setsCookies',
  'stream',
  'unknown',
  'lazy',
  'lazy.unknown',
  'nested',
  'constructor',
  '__proto__',
  'toString',
  '',
  ',',
  'plain,',
  ',plain',
  'plain,echo',
  'echo,echo',
  'plain,refuses',
  'refuses,refuses',
  'refuses,breaks',
  'answersPromise,plain',
  'answersBigInt,plain',
  'change,change',
  'change,changePlainly',
  'plain,change',
  'plain,stream',
  'stream,stream',
  'plain,unknown',
  'plain,lazy.plain',
  Array.from({ length: 5 }, () => 'plain').join(','),
  Array.from({ length: 6 }, () => 'plain').join(','),
  'plain%2Cecho',
  '%70lain',
  'plain%25',
  'plain%00',
  'pl%C3%A4in',
]

const text = encodeURIComponent
const queries = [
  '',
  '?',
  '?batch=1',
  '?batch=0',
  '?batch=%31',
  '?batch=1&batch=0',
  '?batch=0&batch=1',
  '?batch=true',
  '?input=',
  `?input=${text('"a"')}`,
  `?input=${text('{"0":"a","1":"b"}')}`,
  `?batch=1&input=${text('{"0":"a","1":"b"}')}`,
  `?batch=1&input=${text('{"1":null,"0":5}')}`,
  `?batch=1&input=${text('["a","b"]')}`,
  `?batch=1&input=${text('"a"')}`,
  '?batch=1&input=null',
  '?batch=1&input=',
  '?input=not%20JSON',
  '?input=%7B%22a%22',
  '?input=%FF%FE',
  '?input=%',
  `?input=${text('"ä 😀"')}`,
  '?input="a"',
  '?input=%22a+b%22',
  `?input=${text('"a"')}&input=${text('"b"')}`,
  `?INPUT=${text('"a"')}`,
  `?input=${text('{"__proto__":{"a":1},"constructor":1}')}`,
  `?connectionParams=${text('{"token":"a"}')}`,
  '?connectionParams=not',
  '?connection%50arams=not',
  `?lastEventId=5&input=${text('"a"')}`,
]

const bodies = [
  undefined,
  '',
  ' ',
  '"a"',
  ' "a" ',
  '{"0":"a","1":"b"}',
  '["a","b"]',
  'null',
  '5',
  'not JSON',
  '{"0":',
  '\uFEFF"a"',
  '"ä 😀 \\ud800"',
  '{"__proto__":{"0":"a"}}',
]

const json = { 'content-type': 'application/json' }
const odd: OutgoingHttpHeaders[] = [
  {},
  { 'content-type': '' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/jsonx' },
  { 'content-type': 'Application/JSON' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/octet-stream' },
  { 'trpc-accept': 'application/jsonl' },
  { 'trpc-accept': 'application/json' },
  { accept: 'application/jsonl' },
  { accept: 'text/html, application/jsonl;q=0.5' },
  { accept: 'application/json, application/jsonl' },
  { accept: '*/*' },
  { 'last-event-id': '7' },
  { 'x-context': 'fails' },
  { 'x-context': 'refuses' },
]
const someNames = ['plain', 'echo', 'echo,plain', 'change', 'change,change', 'stream', 'refuses', 'unknown']

const request = (given: Partial<OddRequest> & { name: string; query?: string }): OddRequest => ({
  method: given.method ?? 'GET',
  path: `/trpc/${given.name}${given.query ?? ''}`,
  headers: given.headers ?? {},
  body: given.body,
})

const someQueries = ['', '?batch=1', `?batch=1&input=${text('{"0":"a","1":"b"}')}`, `?input=${text('"a"')}`]
const someBodies = ['"a"', '{"0":"a","1":"b"}']

/** Requests for the procedures of the test, from everyday ones to what nobody sends in good faith. */
export const oddRequests: readonly OddRequest[] = [
  ...names.flatMap((name) => someQueries.map((query) => request({ name, query }))),
  ...[...someNames, 'answersInput', 'lazy.echo'].flatMap((name) =>
    queries.map((query) => request({ name, query })),
  ),
  ...names.flatMap((name) =>
    ['', '?batch=1'].flatMap((query) =>
      someBodies.map((body) => request({ method: 'POST', name, query, body, headers: json })),
    ),
  ),
  ...[...someNames, 'changePlainly'].flatMap((name) =>
    someQueries.flatMap((query) =>
      bodies.map((body) => request({ method: 'POST', name, query, body, headers: json })),
    ),
  ),
  ...someNames.flatMap((name) =>
    ['', '?batch=1', `?batch=1&input=${text('{"0":"q"}')}`].flatMap((query) =>
      odd.flatMap((headers) => [
        request({ name, query, headers }),
        // With POST our routes refuse it before either host sees it.
        request({ name, query, headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' } }),
        request({ method: 'POST', name, query, headers, body: '{"0":"a"}' }),
        request({ method: 'POST', name, query, headers: { ...json, ...headers }, body: '{"0":"a"}' }),
      ]),
    ),
  ),
  ...['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
    someNames.flatMap((name) => ['', '?batch=1'].map((query) => request({ method, name, query }))),
  ),
]
