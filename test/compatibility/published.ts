// The published packages at work: each as a site that answers a `Request`, so that one visitor can go to all of them.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installLaboratory } from '../../tools/laboratory.js'
import type { Site } from '../visitor.js'
import type { Generation } from './table.js'

export const laboratory: string = join(installLaboratory(join(import.meta.dirname, 'laboratory'), 'compatibility'), 'node_modules')

export const origin = 'https://app.example'
export const secret = 'a-secret-for-tests-only-0123456789-abcdef'

/** Options in the words of one generation. */
// biome-ignore lint/suspicious/noExplicitAny: three packages with three sets of types, none of which is installed for the compiler
export type Options = Record<string, any>

/** A module of a published package by its path. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export async function load(path: string): Promise<any> {
  const file = join(laboratory, path)
  return path.startsWith('next-auth-5') || path.startsWith('@auth')
    ? import(/* @vite-ignore */ pathToFileURL(file).href)
    : createRequire(file)(file)
}

/** A site of that generation with these options. */
export async function published(generation: Generation, options: Options): Promise<Site> {
  // v3 and v4 read it when they are loaded, v5 and we are told by options.
  process.env.NEXTAUTH_URL = origin
  const whole = { secret, logger: quiet, ...options }
  if (generation === 'v5') {
    const { Auth } = await load('@auth/core/index.js')
    return { handle: (request) => Auth(request, { basePath: '/api/auth', trustHost: true, ...whole }) }
  }
  const { default: NextAuth } = await load(generation === 'v3' ? 'next-auth-3/dist/server/index.js' : 'next-auth-4/index.js')
  // v3 takes options as its own and writes into them.
  return { handle: async (request) => answerOf((response, asked) => NextAuth(asked, response, { ...whole }), request) }
}

const quiet = { error: () => {}, warn: () => {}, debug: () => {} }

type Handler = (response: unknown, request: unknown) => Promise<unknown>

/** A request and an answer as Next's Pages Router has them. */
async function answerOf(handler: Handler, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const nextauth = url.pathname.replace('/api/auth/', '').split('/')
  const text = await request.text()
  const asked = {
    method: request.method,
    url: url.pathname + url.search,
    headers: Object.fromEntries(request.headers),
    query: { ...Object.fromEntries(url.searchParams), nextauth },
    cookies: Object.fromEntries(
      (request.headers.get('cookie') ?? '').split('; ').flatMap((pair) => {
        const at = pair.indexOf('=')
        return at < 0 ? [] : [[pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]]
      }),
    ),
    body: request.headers.get('content-type')?.includes('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
  }
  return new Promise((done, fail) => {
    const headers = new Map<string, string | string[]>()
    let status = 200
    const end = (body?: string) => {
      const sent = new Headers()
      for (const [name, value] of headers) for (const one of [value].flat()) sent.append(name, String(one))
      done(new Response(body ?? null, { status, headers: sent }))
    }
    const json = (body: unknown) => {
      headers.set('content-type', 'application/json')
      end(JSON.stringify(body))
    }
    const response = {
      status: (code: number) => {
        status = code
        return response
      },
      getHeader: (name: string) => headers.get(name.toLowerCase()),
      setHeader: (name: string, value: string | string[]) => {
        headers.set(name.toLowerCase(), value)
        return response
      },
      end,
      json,
      send: (body: unknown) => (typeof body === 'string' ? end(body) : json(body)),
      redirect: (to: string | number, url?: string) => {
        status = typeof to === 'number' ? to : 307
        headers.set('location', url ?? String(to))
        end()
      },
    }
    handler(response, asked).catch(fail)
  })
}
