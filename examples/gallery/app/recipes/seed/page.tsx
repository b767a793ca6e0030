export default function SeedPage() {
  return (
    <>
      <h2>As it was printed</h2>
      <p>It stands alone on its page, with nothing around it.</p>
      <p className="row">
        <a className="button primary" href="/seed">
          Open it
        </a>
      </p>
    </>
  )
}
