export default function Guarded() {
  return <p>Behind withAuth</p>
}
