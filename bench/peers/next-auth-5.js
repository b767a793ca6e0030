import { NextRequest } from 'next/server.js'
import NextAuth from 'next-auth-5'
import { configOf } from './auth-core.js'
import { paths, signIn, userOf } from './family.js'

export const packageName = 'next-auth-5'

export async function create(world) {
  const { handlers, auth } = NextAuth(await configOf(world))
  return {
    name: 'next-auth 5',
    // Next hands a NextRequest over; made outside the measured time.
    convert: (request) => new NextRequest(request),
    handle: (request) => (request.method === 'GET' ? handlers.GET(asNext(request)) : handlers.POST(asNext(request))),
    paths,
    forms: true,
    userOf,
    signIn,
    serverRead: () => auth,
  }
}

const asNext = (request) => (request instanceof NextRequest ? request : new NextRequest(request))
