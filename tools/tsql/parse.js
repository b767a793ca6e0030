import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const place = resolve(import.meta.dirname, '../../.tmp/tsql')

/** Why T-SQL cannot be parsed here; `undefined` where it can. */
export function missingParser() {
  try {
    versionOf()
    return undefined
  } catch {
    return 'no `dotnet` command'
  }
}

/**
 * What Microsoft's parser of T-SQL (NuGet package `Microsoft.SqlServer.TransactSql.ScriptDom`) has against each of the texts. It reads
 * grammar only: whether there is such a table, and whether types go together, it does not know.
 * @param {readonly string[]} texts
 * @returns {readonly (readonly string[])[]}
 */
export function parseTsql(texts) {
  const program = join(build(), 'tsql.dll')
  return JSON.parse(execFileSync('dotnet', [program], { input: JSON.stringify(texts), encoding: 'utf8', env: environment() }))
}

/** Built once for each SDK, outside of the sources. */
function build() {
  const major = versionOf().split('.')[0]
  const out = join(place, `net${major}`)
  if (existsSync(join(out, 'tsql.dll')) && existsSync(join(out, 'tsql.runtimeconfig.json'))) return out
  mkdirSync(place, { recursive: true })
  const project = join(import.meta.dirname, 'tsql.csproj')
  const properties = [`-p:TargetFramework=net${major}.0`, `-p:BaseIntermediateOutputPath=${place}/obj/`, '-p:UseAppHost=false']
  execFileSync('dotnet', ['build', project, '-c', 'Release', '-o', out, '-nologo', '-v', 'quiet', ...properties], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
  })
  return out
}

function versionOf() {
  return execFileSync('dotnet', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: environment() }).trim()
}

function environment() {
  return { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' }
}
