import { cookies } from 'next/headers'
import { Json } from '../../code'
import { cookieKind } from './cookie-kind'

export default async function SessionsPage() {
  const jar = await cookies()
  // A long token is cut into several cookies: name, name.0, name.1 …
  const value = jar
    .getAll()
    .filter(({ name }) => /next-auth\.session-token(\.\d+)?$/.test(name))
    .map((cookie) => cookie.value)
    .join('')
  if (value === '') return <p>You have no session cookie: you are not signed in.</p>

  const { name, means, readable } = cookieKind(value)
  return (
    <>
      <h2>Your cookie is {name}</h2>
      <p>
        {value.length} characters: <code className="cut">{value.slice(0, 24)}…</code> {means}
      </p>
      {readable ? <Json value={readable} /> : null}
      <Kinds />
    </>
  )
}

function Kinds() {
  return (
    <table>
      <tbody>
        <tr>
          <th scope="row">database</th>
          <td>The cookie holds a random number.</td>
          <td>Reading it is one statement.</td>
          <td>Delete the row, and it has ended everywhere.</td>
        </tr>
        <tr>
          <th scope="row">jwt</th>
          <td>The cookie says who you are, signed with HS512.</td>
          <td>Reading it needs nothing but the key.</td>
          <td>It is good until it expires.</td>
        </tr>
        <tr>
          <th scope="row">jwt, encrypted</th>
          <td>The same, sealed with A256GCM.</td>
          <td>Reading it needs nothing but the key.</td>
          <td>It is good until it expires.</td>
        </tr>
      </tbody>
    </table>
  )
}
