import type { GetServerSidePropsContext } from 'next'
import { getServerSession, type NextAuthOptions } from 'next-auth'
import GithubProvider from 'next-auth/providers/github'

export const options = {
  providers: [GithubProvider({ clientId: '', clientSecret: '' })],
  callbacks: {
    session: ({ session, token }) => ({ ...session, tenant: token.sub }),
  },
} satisfies NextAuthOptions

export async function tenantOf({ req, res }: GetServerSidePropsContext): Promise<string | undefined> {
  return (await getServerSession(req, res, options))?.tenant
}
