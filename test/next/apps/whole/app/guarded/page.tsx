export default function Guarded() {
  return <p>Behind the middleware</p>
}
