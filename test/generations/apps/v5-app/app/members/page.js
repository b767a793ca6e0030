export default function Members() {
  return <p id="members">For members</p>
}
