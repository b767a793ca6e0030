/**
 * Whether two secrets are the same, in a time that depends on their length only (OWASP ASVS 11.2.4). Different lengths
 * are simply different: nothing throws, and just as much is read.
 */
export function equal(a: string, b: string): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false
  const other = a.length === b.length ? b : a
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}
