/** RFC 5849 §3.6: UTF-8, and only letters, digits, `-`, `.`, `_` and `~` stay bare. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
