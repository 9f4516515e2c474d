import { type Answer, sendOpenLoop } from './callers.ts'
import { stormPassword, stormRate } from './storm-people.ts'

// A process of its own: what offers the storm must not slow down what measures the other calls.
process.once('message', async ({ url, emails }: { url: string; emails: string[] }) => {
  const answers: Answer[] = await sendOpenLoop({
    ...stormRate,
    url,
    call: (index) => ({
      method: 'POST',
      path: '/api/auth/sign-in/email',
      headers: { 'x-forwarded-for': `10.1.${index >> 8}.${index & 255}`, origin: url },
      body: { email: emails[index], password: stormPassword },
    }),
  })
  process.send?.(answers, () => process.disconnect())
})
