export default function Guarded() {
  return <p id="guarded">Behind the proxy</p>
}
