import Link from 'next/link'

export default function NotFound() {
  return (
    <section className="hero small">
      <h1>An empty wall.</h1>
      <p>
        There is nothing at this address. <Link href="/">Back to the entrance</Link>.
      </p>
    </section>
  )
}
