/** The headers of the request that Next is answering. Waits for them first: nothing that differs per request is read before. */
export async function requestHeaders(): Promise<Headers> {
  const { headers } = await import('next/headers.js')
  return (await headers()) as Headers
}
