import NextAuth from 'next-auth'
import { authOptions } from '../../../auth'

export const runtime = 'edge'

// A sign-in with a database writes to it, which this runtime cannot.
const providers = authOptions.providers.filter((provider) => provider.type !== 'email')
export const { GET, POST } = NextAuth({ ...authOptions, providers, database: undefined, basePath: '/edge-auth' })
