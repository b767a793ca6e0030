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
      <table>
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">database</th>
            <th scope="col">jwt</th>
            <th scope="col">jwt, encrypted</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">in the cookie</th>
            <td>a random number</td>
            <td>who you are, signed (HS512)</td>
            <td>who you are, sealed (A256GCM)</td>
          </tr>
          <tr>
            <th scope="row">to read it</th>
            <td>one statement</td>
            <td>nothing but the key</td>
            <td>nothing but the key</td>
          </tr>
          <tr>
            <th scope="row">to end it everywhere</th>
            <td>delete the row</td>
            <td>wait until it expires</td>
            <td>wait until it expires</td>
          </tr>
        </tbody>
      </table>
    </>
  )
}
