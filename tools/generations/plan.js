// What is compiled with what: four applications, the packages they were written for, and the compilers of nine years.

/**
 * @typedef {'node10' | 'node16' | 'bundler'} Resolution
 * @typedef {{ version: string, frame: string, resolutions: readonly Resolution[] }} Compiler `frame` has the Next.js and the
 *   declarations of React that this compiler reads
 * @typedef {{ name: string, published: string, compiler: string, resolution: Resolution }} App with what it compiles against the
 *   package it was written for, to prove that it is a true one
 */

/** Next.js 16, beside which this package is developed. */
export const house = 'house'

/** @type {readonly Compiler[]} `node10` ends with 6, where it is deprecated; `bundler` begins with 5.0 */
export const compilers = [
  { version: '4.7', frame: 'next-13', resolutions: ['node10', 'node16'] },
  { version: '5.1', frame: 'next-14', resolutions: ['node10', 'node16', 'bundler'] },
  { version: '5.9', frame: house, resolutions: ['node10', 'node16', 'bundler'] },
  { version: '6.0', frame: house, resolutions: ['node10', 'node16', 'bundler'] },
  { version: '7.0', frame: house, resolutions: ['node16', 'bundler'] },
]

/** @type {readonly App[]} */
export const apps = [
  { name: 'v3-pages', published: 'v3', compiler: '4.7', resolution: 'node10' },
  { name: 'v4-pages', published: 'v4', compiler: '5.1', resolution: 'node10' },
  { name: 'v4-app', published: 'v4', compiler: '5.1', resolution: 'bundler' },
  { name: 'v5-app', published: 'v5', compiler: '5.9', resolution: 'bundler' },
]

/** What has `satisfies` in it, which TypeScript knows since 4.9. */
export const young = { files: /(^|\/)satisfied\.ts$/, since: 4.9 }

/**
 * @param {string} version of the compiler
 * @param {Resolution} resolution
 * @param {boolean} strict with what Next.js applications have, and what the strictest of them add
 * @returns {Record<string, unknown>} as in tsconfig.json
 */
export function optionsFor(version, resolution, strict) {
  const major = Number.parseInt(version, 10)
  return {
    target: 'es2017',
    lib: ['dom', 'dom.iterable', 'esnext'],
    module: resolution === 'node16' ? 'node16' : 'esnext',
    moduleResolution: resolution === 'node10' ? 'node' : resolution,
    ...(resolution === 'node10' && major === 6 ? { ignoreDeprecations: '6.0' } : {}),
    types: ['node', 'react', 'react-dom'],
    jsx: 'preserve',
    allowJs: true,
    checkJs: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    forceConsistentCasingInFileNames: true,
    skipLibCheck: false,
    noEmit: true,
    strict,
    ...(strict ? { isolatedModules: true } : {}),
    ...(strict && major >= 5 ? { verbatimModuleSyntax: true } : {}),
  }
}

const passkey = 'passkeys are not there yet'
const part = 'a part of the profile, which `NonNullable<Profile[…]>` names'
const factory = 'what makes such a provider; the name is that of the provider itself with us'

/**
 * Names that mean something else with us, or nothing, and why: a door, `door name`, or `door name<>` where it takes no type parameters. One that
 * resolves after all fails the check.
 * @type {Readonly<Record<string, string>>}
 */
export const otherNames = {
  'next-auth/adapters AdapterInstance': 'adapters of v3 are taken over, not run',
  'next-auth/adapters Adapter<>': 'v3 calls so what makes an adapter',
  'next-auth/adapters JsonObject': 'declared by @auth/core, where that is installed',
  'next-auth/adapters JsonArray': 'as above',
  'next-auth/adapters JsonPrimitive': 'as above',
  'next-auth/adapters JsonValue': 'as above',
  'next-auth/adapters isDate': 'no adapter of ours asks for it',
  'next-auth/adapters TypeORMAccountModel': 'models of TypeORM are not used',
  'next-auth/adapters TypeORMSessionModel': 'as above',
  'next-auth/adapters TypeORMUserModel': 'as above',
  'next-auth/adapters TypeORMVerificationRequestModel': 'as above',
  'next-auth/providers/webauthn WebAuthnProviderType': passkey,
  'next-auth/providers/webauthn DEFAULT_WEBAUTHN_TIMEOUT': passkey,
  'next-auth/providers/webauthn DEFAULT_SIMPLEWEBAUTHN_BROWSER_VERSION': passkey,
  'next-auth/providers/webauthn RelayingParty': passkey,
  'next-auth/providers/webauthn GetUserInfo': passkey,
  'next-auth/providers/webauthn WebAuthnConfig': passkey,
  'next-auth/providers/email EmailProvider': factory,
  'next-auth/providers/oauth OAuthProvider': factory,
  'next-auth/providers/42-school Achievement': part,
  'next-auth/providers/42-school Campus': part,
  'next-auth/providers/42-school CampusUser': part,
  'next-auth/providers/42-school CursusUser': part,
  'next-auth/providers/42-school ExpertisesUser': part,
  'next-auth/providers/42-school Image': part,
  'next-auth/providers/42-school LanguagesUser': part,
  'next-auth/providers/42-school ProjectUser': part,
  'next-auth/providers/42-school TitlesUser': part,
  'next-auth/providers/42-school UserData': part,
  'next-auth/providers/apple AppleNonConformUser': part,
  'next-auth/providers/kakao AgeRange': part,
  'next-auth/providers/kakao Birthday': part,
  'next-auth/providers/kakao DateTime': part,
  'next-auth/providers/kakao Gender': part,
  'next-auth/providers/loops LoopsConfig': 'every way to send a link is an EmailConfig',
  'next-auth/providers/loops LoopsUserConfig': 'LoopsOptions',
  'next-auth/providers/notion Owner': part,
  'next-auth/providers/notion Person': part,
  'next-auth/providers/notion User': part,
  'next-auth/providers/osu OsuUserCompact': part,
  'next-auth/providers/spotify SpotifyImage': part,
  'next-auth/providers/wikimedia WikimediaGrant': part,
  'next-auth/providers/wikimedia WikimediaGroup': part,
  'next-auth/providers/wikimedia WikimediaRight': part,
}
