/** The JSON of an answer, which can still be sent afterwards; an empty object when it has none. */
export async function answerJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const value = await response.clone().json()
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}

/** The code of Better Auth's refusals. */
export async function answerCode(response: Response): Promise<string | null> {
  const { code } = await answerJson(response)
  return typeof code === 'string' ? code : null
}
