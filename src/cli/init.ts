import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { providerVariable } from '../base/provider-variable.js'
import { type Command, done, misused, type Terminal } from './command.js'
import { readOwnPackage } from './doctor/own-package.js'
import { makeSecret, writeSecret } from './secret.js'

export const init: Command = {
  usage: 'init [--provider github]',
  summary: [
    'Writes what an application needs to sign people in: the options, the route, a secret. What is there already stays as it is.',
    'For the App Router, or the Pages Router where there is no other; TypeScript where there is a tsconfig.json.',
  ].join('\n'),
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: { provider: { type: 'string', default: 'github' } } })
    const provider = values.provider
    if (notAlone.has(provider)) {
      terminal.complain(`${provider} needs more than two variables: docs/providers has a page for it.`)
      return misused
    }
    if (!/^[a-z0-9-]+$/.test(provider) || !readOwnPackage().hasDoor(`next-auth/providers/${provider}`)) {
      terminal.complain(`There is no next-auth/providers/${provider.slice(0, 60)}.`)
      return misused
    }
    const place = findPlace()
    if (!place) {
      terminal.complain('There is no folder app or pages here. Run it in the folder of a Next application.')
      return misused
    }
    for (const [path, text] of filesFor(place, provider)) write(path, text, terminal)
    const present = writeSecret(makeSecret())
    terminal.print(present ? `Kept ${present} in .env.local.` : 'Added AUTH_SECRET to .env.local. Keep that file out of version control.')
    tellNext(provider, terminal)
    return done
  },
}

/** These take options that only their page can explain. */
const notAlone: ReadonlySet<string> = new Set(
  'credentials email forwardemail index ldap loops mailgun nodemailer oauth1 oauth2 oidc postmark resend sendgrid'.split(' '),
)

interface Place {
  /** `src/`, or nothing. */
  readonly prefix: string
  readonly router: 'app' | 'pages'
  readonly ending: 'ts' | 'js'
}

/** Where Next looks, and in its order. https://nextjs.org/docs/app/api-reference/file-conventions/src-folder */
function findPlace(): Place | undefined {
  const ending = existsSync('tsconfig.json') ? 'ts' : 'js'
  for (const router of ['app', 'pages'] as const) {
    const prefix = ['', 'src/'].find((one) => existsSync(one + router))
    if (prefix !== undefined) return { prefix, router, ending }
  }
  return undefined
}

function filesFor({ prefix, router, ending }: Place, provider: string): readonly (readonly [path: string, text: string])[] {
  const auth = [`${prefix}auth.${ending}`, options(router, provider)] as const
  const route =
    router === 'app'
      ? ([`${prefix}app/api/auth/[...nextauth]/route.${ending}`, appRoute] as const)
      : ([`${prefix}pages/api/auth/[...nextauth].${ending}`, pagesRoute] as const)
  return [auth, route]
}

/** `azure-ad` is imported as `AzureAd`; a name cannot begin with a digit. */
function options(router: Place['router'], provider: string): string {
  const name = provider.replace(/^(?=\d)/, 'provider-').replace(/(^|-)(\w)/g, (_whole, _dash, letter: string) => letter.toUpperCase())
  const result = router === 'app' ? '{ handlers, auth, signIn, signOut }' : 'nextAuth'
  return `import NextAuth from 'next-auth'
import ${name} from 'next-auth/providers/${provider}'

${router === 'app' ? 'export const' : 'const'} ${result} = NextAuth({
  providers: [${name}],
  jwt: { encryption: true },
})
${router === 'app' ? '' : '\nexport const { auth } = nextAuth\nexport default nextAuth\n'}`
}

const appRoute = `import { handlers } from '../../../../auth'

export const { GET, POST } = handlers
`

const pagesRoute = `export { default } from '../../../auth'
`

function write(path: string, text: string, { print }: Terminal): void {
  if (existsSync(path)) {
    print(`Kept ${path}.`)
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { flag: 'wx' })
  print(`Wrote ${path}.`)
}

function tellNext(provider: string, { print }: Terminal): void {
  const [id, secret] = [providerVariable(provider, 'ID'), providerVariable(provider, 'SECRET')]
  print('')
  print(`Next: register the application at the service, with http://localhost:3000/api/auth/callback/${provider} as its callback URL,`)
  print(`set ${id} and ${secret} in .env.local (what else it needs is in docs/providers), start it, and open /api/auth/signin.`)
  print('In production, AUTH_URL and AUTH_SECRET are set where it runs. npx next-auth doctor looks whether something is missing.')
}
