import Link from 'next/link'
import { auth, services } from '@/auth'
import { recipes } from '@/recipes'
import { Json } from './code'
import { Face } from './face'
import { TabSession } from './tab-session'
import { Ways } from './ways'

export default async function Home() {
  const session = await auth()
  return (
    <>
      <section className="hero">
        <h1>{session ? `Hello, ${session.user?.name ?? session.user?.email}.` : 'Three ways in.'}</h1>
        <p>
          {session
            ? 'You are signed in. Below is what your app sees of it, and further down what it can do with it.'
            : 'One small Next.js app with an identity provider and a mailbox of its own. No account, no key, no network: sign in and look around.'}
        </p>
      </section>

      {session ? (
        <section className="card whoami">
          <Face user={session.user} />
          <div>
            <h2>{session.user?.name ?? session.user?.email}</h2>
            <p>{session.user?.email ?? 'without an e-mail address'}</p>
          </div>
          <Link className="button secondary" href="/recipes/two-tabs">
            Try two tabs
          </Link>
        </section>
      ) : (
        <section aria-labelledby="ways">
          <h2 id="ways" className="label">
            Sign in
          </h2>
          <Ways services={services} />
          <p className="aside">
            Or see <a href="/api/auth/signin">the sign-in page that comes with the package</a>.
          </p>
        </section>
      )}

      <section className="panes" aria-labelledby="seen">
        <h2 id="seen" className="label">
          What your app sees
        </h2>
        <figure className="pane" data-session="server">
          <figcaption>
            On the server: <code>await auth()</code>
          </figcaption>
          <Json value={session} />
        </figure>
        <figure className="pane" data-session="client">
          <figcaption>
            In this tab: <code>useSession()</code>
          </figcaption>
          <TabSession />
        </figure>
      </section>

      <section aria-labelledby="recipes">
        <h2 id="recipes" className="label">
          Recipes
        </h2>
        <ol className="plaques">
          {recipes.map(({ id, title, line, locked }, index) => (
            <li key={id}>
              <Link href={`/recipes/${id}`} prefetch={false}>
                <span className="number">{String(index + 1).padStart(2, '0')}</span>
                <strong>{title}</strong>
                <span>{line}</span>
                {locked && !session ? <small>asks you to sign in</small> : null}
              </Link>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}
