/** The gallery's idea of a user table: everybody exists, and everybody's password is `demo`. */
export async function checkPassword({ name = '', password }: { name?: string; password?: string }) {
  const known = name.replace(/\s+/g, ' ').trim().slice(0, 60)
  if (known === '' || password !== 'demo') return null
  return { id: `demo-${encodeURIComponent(known.toLowerCase())}`, name: known }
}
