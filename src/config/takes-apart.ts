/** `({ user, account }) => …` cannot be meant for v3. */
export function takesApart(callback: object): boolean {
  return /^(async\b)?\s*(function\b)?[\s*\w$]*\(?\s*\{/.test(Function.prototype.toString.call(callback))
}
