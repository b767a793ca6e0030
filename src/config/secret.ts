import { builtin } from '../base/builtin.js'
import { AuthError } from '../base/errors.js'
import type { Environment } from './env.js'
import type { AuthOptions, Logger } from './options.js'

const minimumLength = 32
const file = '.next-auth/secret'

/** The secrets, newest first: what was written, else what the environment says, else, in development, one kept in a file. */
export function readSecrets(
  options: Pick<AuthOptions, 'secret' | 'jwt' | 'dangerouslyAllowWeakSecret'>,
  env: Environment,
  logger: Logger,
): readonly string[] {
  const written = options.secret ?? options.jwt?.secret
  const given = written === undefined ? env.secret : typeof written === 'string' ? [written] : written
  const secrets = given.filter((secret) => typeof secret === 'string' && secret !== '')
  if (secrets.length === 0) return env.development ? [developmentSecret(logger)] : refuse('There is no secret.')
  const weak = secrets.some(isWeak)
  if (weak && !options.dangerouslyAllowWeakSecret) {
    if (!env.development) refuse(`A secret of fewer than ${minimumLength} characters, or of one repeated, can be guessed.`)
    logger.warn('WEAK_SECRET', `Production asks for ${minimumLength} characters or more: npx next-auth secret`)
  }
  return secrets
}

function refuse(what: string): never {
  throw new AuthError('MissingSecret', `${what} Run "npx next-auth secret" and set AUTH_SECRET to what it prints (or pass \`secret\`).`)
}

function isWeak(secret: string): boolean {
  return secret.length < minimumLength || new Set(secret).size < 8
}

/** Kept beside the application in a folder that ignores itself, so that a restart signs nobody out and nothing is committed. */
function developmentSecret(logger: Logger): string {
  const fs = builtin('node:fs')
  if (!fs) return refuse('This runtime has no files to keep a development secret in.')
  const path = `${globalThis.process.cwd()}/${file}`
  try {
    const kept = fs.readFileSync(path, 'utf8').trim()
    if (!isWeak(kept)) return kept
  } catch {
    logger.warn('DEVELOPMENT_SECRET', `No AUTH_SECRET: a secret for development is kept in ${file}.`)
  }
  const made = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true })
  fs.writeFileSync(`${path.slice(0, path.lastIndexOf('/'))}/.gitignore`, '*\n')
  try {
    // Several workers of one dev server start at once: the first one writes, the others read.
    fs.writeFileSync(path, made, { mode: 0o600, flag: 'wx' })
    return made
  } catch {
    return fs.readFileSync(path, 'utf8').trim() || made
  }
}
