#!/usr/bin/env node
import { isAuthError } from '../base/errors.js'
import { type Command, done, failed, misused, type Terminal } from './command.js'
import { doctor } from './doctor.js'
import { init } from './init.js'
import { migrate } from './migrate.js'
import { secret } from './secret.js'

const commands: ReadonlyMap<string, Command> = new Map([
  ['init', init],
  ['doctor', doctor],
  ['migrate', migrate],
  ['secret', secret],
])

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
})

async function run([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.print(overview())
    return done
  }
  const command = commands.get(name)
  if (!command) {
    terminal.complain(`next-auth has no command "${name}".\n\n${overview()}`)
    return misused
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.print(`npx next-auth ${command.usage}\n\n${command.summary}`)
    return done
  }
  try {
    return await command.run(args, terminal)
  } catch (error) {
    terminal.complain(describe(error))
    return isMisuse(error) ? misused : failed
  }
}

function overview(): string {
  const rows = [...commands.values()].map(({ usage, summary }) => `  ${usage}\n      ${summary.replaceAll('\n', '\n      ')}`)
  return ['Usage: npx next-auth <command>', '', ...rows, '', '  --help\n      This text; after a command, more about it.'].join('\n')
}

/** What happened, and below it what the database or the system said. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : ''
  return `${isAuthError(error) ? `${error.type}: ` : ''}${error.message}${cause}`
}

/** An option or argument that `node:util` refused. */
function isMisuse(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS')
}
