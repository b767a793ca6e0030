/** Bounded: an error may be its own cause. */
const deepest = 5

/**
 * What an adapter throws, without what it was handed. Some name every parameter of a statement, tokens and addresses among them, and an error
 * is written to a log. Name, code and sentence stay, in the cause and the cause of that as well: they tell what is wrong.
 */
export function withoutValues(error: unknown, handed: readonly unknown[]): Error {
  return retold(asError(error), textsIn(handed), 0)
}

/** Some throw what their service answered, a plain object. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  const { message, code } = Object(thrown) as { message?: unknown; code?: unknown }
  return Object.assign(new Error(String(message ?? thrown)), { code })
}

function retold(error: Error, values: readonly string[], depth: number): Error {
  const { code, errno, sqlState, driverError, parent } = error as unknown as Readonly<Record<string, unknown>>
  const cause = error.cause ?? driverError ?? parent
  const kept = new Error(withholding(error.message, values), {
    ...(cause instanceof Error && cause !== error && depth < deepest ? { cause: retold(cause, values, depth + 1) } : {}),
  })
  const known = Object.entries({ code, errno, sqlState }).filter(([, value]) => value !== undefined)
  // The stack repeats the sentence; where it was thrown is what follows.
  const places = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return Object.assign(
    kept,
    { name: error.name, stack: [`${error.name}: ${kept.message}`, ...places].join('\n') },
    Object.fromEntries(known),
  )
}

function withholding(message: string, values: readonly string[]): string {
  return values.reduce((text, value) => text.replaceAll(value, '•••'), message)
}

/** Short ones are words of the sentence as well. The longest first: one may be in another. */
function textsIn(handed: readonly unknown[]): readonly string[] {
  const values = handed.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : [one]))
  const texts = values.filter((value): value is string => typeof value === 'string' && value.length > 7)
  return texts.toSorted((a, b) => b.length - a.length)
}
