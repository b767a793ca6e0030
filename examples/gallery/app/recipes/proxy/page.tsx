export default function BehindTheGatePage() {
  return (
    <>
      <h2>You are behind the gate</h2>
      <p>This page asks nothing and knows nobody. That you read it says that proxy.ts let you through.</p>
    </>
  )
}
