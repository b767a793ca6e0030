/** What a session cookie is, told from its shape alone. */
export function cookieKind(value: string): { name: string; means: string; readable?: unknown } {
  const parts = value.split('.')
  if (parts.length === 5)
    return { name: 'an encrypted token', means: 'Five parts: a JWE. Only the server can open it, and it needs no database to do so.' }
  if (parts.length === 3) {
    return {
      name: 'a signed token',
      means: 'Three parts: a JWS. Whoever holds it can read it, nobody can change it, and the server needs no database to check it.',
      readable: JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')),
    }
  }
  return {
    name: 'a random number',
    means: 'It says nothing. The database keeps its hash beside your session, so even a stolen database opens no door.',
  }
}
