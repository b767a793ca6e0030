// As compilers to CommonJS write it.
Object.defineProperty(exports, '__esModule', { value: true })
const NextAuth = require('next-auth').default
const { getServerSession } = require('next-auth/next')
const Credentials = require('next-auth/providers/credentials').default

const options = { providers: [Credentials({ credentials: {}, authorize: () => null })] }

exports.default = async function handler(request, response) {
  const session = await getServerSession(request, response, options)
  response.json({ name: session?.user.name ?? null, NextAuth: typeof NextAuth })
}
