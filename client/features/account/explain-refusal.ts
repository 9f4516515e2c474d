import { AuthRefusal } from '../../lib/api/auth.tsx'
import { toFailure } from '../../lib/api/failure.ts'

interface Meaning {
  message: string
  /** The field of the form that it is about. */
  field?: string
}

/**
 * Runs a call of Better Auth's; a refusal with one of these codes says what it means here, and lands on its field. Its
 * code goes, so that no sentence for other pages is said instead.
 */
export async function explainRefusal<Answer>(
  call: Promise<Answer>,
  meanings: Record<string, Meaning>,
): Promise<Answer> {
  try {
    return await call
  } catch (error) {
    const meaning = meanings[toFailure(error).code]
    if (!meaning || !(error instanceof AuthRefusal)) throw error
    const { message, field } = meaning
    const fieldErrors = field ? { [field]: [message] } : null
    throw new AuthRefusal(error.status, { ...error.body, code: 'EXPLAINED', message, fieldErrors })
  }
}
