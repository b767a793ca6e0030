import { randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Command, done, failed } from './command.js'

const file = '.env.local'

export const secret: Command = {
  usage: 'secret [--write]',
  summary: `Prints a new secret of 256 random bits for AUTH_SECRET.\nWith --write, adds it to ${file} unless there is one already.`,
  async run(args, { print, complain }) {
    const { values } = parseArgs({ args: [...args], options: { write: { type: 'boolean', default: false } } })
    const made = makeSecret()
    if (!values.write) {
      print(made)
      return done
    }
    const present = writeSecret(made)
    if (present) {
      complain(
        `${file} has ${present} already; nothing was changed. A new secret signs everybody out: to rotate, keep the old one as AUTH_SECRET_1.`,
      )
      return failed
    }
    print(`Added AUTH_SECRET to ${file}. Keep that file out of version control.`)
    return done
  },
}

export function makeSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Adds it to the file, or answers under which name there is one. */
export function writeSecret(made: string): string | undefined {
  const text = readIfThere(file)
  const present = /^[ \t]*(?:export[ \t]+)?((?:AUTH|NEXTAUTH)_SECRET)[ \t]*=/m.exec(text)?.[1]
  if (present) return present
  const lineBreak = text === '' || text.endsWith('\n') ? '' : '\n'
  // Only a new file gets the mode: one that is there keeps what its owner chose.
  appendFileSync(file, `${lineBreak}AUTH_SECRET="${made}"\n`, { mode: 0o600 })
  return undefined
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
