/** A text, or a number; as JSON (RFC 8259 §6, §7) has them. */
const scalars = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * JSON in which a whole number that a JavaScript number cannot hold is the text of its digits: two ids that differ stay two. `undefined`
 * for what is no JSON.
 */
export function parseExactly(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json)
    const exact = json.replace(scalars, (token) => (isTooLarge(token) ? `"${token}"` : token))
    return exact === json ? value : JSON.parse(exact)
  } catch {
    return undefined
  }
}

function isTooLarge(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))
}
