'use client'

import { useActionState } from 'react'
import { type Outcome, signInByMail, signInByPassword, signInWith } from './actions'

const nothingYet: Outcome = {}

/** Three ways in. Every one of them is a form and works before, and without, any script. */
export function Ways({ services }: { services: readonly { id: string; name: string }[] }) {
  return (
    <ol className="ways">
      <li className="card">
        <h3>Ask an identity provider</h3>
        <p>A sign-in page on another site, made of OpenID Connect. Choose who you are there.</p>
        <div className="stack end">
          {services.map(({ id, name }, index) => (
            <form key={id} action={signInWith.bind(null, id)}>
              <button type="submit" className={index === 0 ? 'primary' : 'secondary'}>
                {name}
              </button>
            </form>
          ))}
        </div>
      </li>
      <ByMail />
      <ByPassword />
    </ol>
  )
}

function ByMail() {
  const [{ problem }, action, waiting] = useActionState(signInByMail, nothingYet)
  return (
    <li className="card">
      <h3>Send a link by mail</h3>
      <p>No password anywhere. The mail lands in the gallery’s own mailbox, whatever the address.</p>
      <form className="stack end" action={action}>
        <label>
          E-mail address
          <input name="email" type="email" autoComplete="email" placeholder="ann@example.com" required aria-describedby="mail-problem" />
        </label>
        <Problem id="mail-problem" said={problem} />
        <button type="submit" className="primary" disabled={waiting}>
          Send the link
        </button>
      </form>
    </li>
  )
}

function ByPassword() {
  const [{ problem }, action, waiting] = useActionState(signInByPassword, nothingYet)
  return (
    <li className="card">
      <h3>Check it yourself</h3>
      <p>
        Your own users, your own rules. Here: any name, and the password <code>demo</code>.
      </p>
      <form className="stack end" action={action}>
        <div className="pair">
          <label>
            Name
            <input name="name" autoComplete="username" placeholder="Any name" required />
          </label>
          <label>
            Password
            <input
              name="password"
              type="password"
              autoComplete="current-password"
              placeholder="demo"
              required
              aria-describedby="password-problem"
            />
          </label>
        </div>
        <Problem id="password-problem" said={problem} />
        <button type="submit" className="primary" disabled={waiting}>
          Sign in
        </button>
      </form>
    </li>
  )
}

function Problem({ id, said }: { id: string; said: string | undefined }) {
  return (
    <p id={id} className="problem" role="alert" hidden={!said}>
      {said}
    </p>
  )
}
