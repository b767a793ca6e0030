export default function PagesRouterPage() {
  return (
    <>
      <h2>It lives in pages/</h2>
      <p>Two addresses of the other router, with the session you have here.</p>
      <p className="row">
        <a className="button primary" href="/classic">
          Open the page
        </a>
        <a className="button secondary" href="/api/whoami">
          Ask the API route
        </a>
      </p>
    </>
  )
}
