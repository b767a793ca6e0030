import { Readable } from 'node:stream'
import type { NextApiRequest, NextApiResponse } from 'next'

/** The request that Next is answering, where an application asks Next for it. */
export const stage: { headers: Headers; readonly set: [name: string, value: string][] } = { headers: new Headers(), set: [] }

/** Node's two objects, as the Pages Router hands them over. */
export function pages(url: string, cookie: string, more: object = {}) {
  const sent = new Map<string, unknown>()
  const response = {
    statusCode: 200,
    body: undefined as string | undefined,
    getHeader: (name: string) => sent.get(name.toLowerCase()),
    setHeader: (name: string, value: unknown) => sent.set(name.toLowerCase(), value),
    end: (text?: string) => {
      response.body = text
    },
  }
  const headers = { host: 'app.example', cookie }
  const request = Object.assign(Readable.from([]), { method: 'GET', url, headers, body: undefined }, more)
  return { request: request as unknown as NextApiRequest, response: response as unknown as NextApiResponse & typeof response, sent }
}
