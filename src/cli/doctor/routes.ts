import type { Application } from './application.js'
import { calls, type Route } from './subject.js'
import type { Source } from './syntax.js'

/** A catch-all: `[...nextauth]`, `[[...auth]]`, also with another name if it hands over to this package. */
const page = /^(?:src\/)?pages(\/(?:.*\/)?)\[\[?\.\.\.(\w+)\]\]?\.[cm]?[jt]sx?$/
const handler = /^(?:src\/)?app(\/(?:.*\/)?)\[\[?\.\.\.(\w+)\]\]?\/route\.[cm]?[jt]sx?$/

export function findRoutes(app: Application): readonly Route[] {
  return app.files.flatMap((path) => {
    const [, folder, name] = page.exec(path) ?? handler.exec(path) ?? []
    if (folder === undefined || !(name === 'nextauth' || handsOver(app, path))) return []
    // Groups and slots of the App Router are no part of an address.
    const segments = folder.split('/').filter((segment) => segment !== '' && !/^\(.*\)$|^@/.test(segment))
    return [{ path, url: `/${segments.join('/')}` }]
  })
}

function handsOver(app: Application, path: string): boolean {
  const source = app.sources.find((one) => one.path === path)
  return (
    source !== undefined &&
    (calls(app, source).length > 0 || source.tokens.some(({ kind, value }) => kind === 'name' && value === 'handlers'))
  )
}

/** `middleware.ts` and `proxy.ts` where Next looks for them. */
export function guardsOf(app: Application): readonly Source[] {
  return app.sources.filter(({ path }) => /^(src\/)?(middleware|proxy)\.[cm]?[jt]sx?$/.test(path))
}

/** Every file that a file imports, and what those import, by relative paths and the usual aliases of the root. */
export function reachedFrom(app: Application, source: Source, seen: ReadonlySet<Source> = new Set()): ReadonlySet<Source> {
  if (seen.has(source)) return seen
  let reached: ReadonlySet<Source> = new Set([...seen, source])
  for (const { from } of app.imports(source)) {
    const next = resolved(app, source, from)
    if (next) reached = reachedFrom(app, next, reached)
  }
  return reached
}

function resolved(app: Application, { path }: Source, from: string): Source | undefined {
  const bases = /^\.{1,2}(\/|$)/.test(from)
    ? [joined(path, from)]
    : /^[@~]\//.test(from)
      ? [from.slice(2), `src/${from.slice(2)}`]
      : [from, `src/${from}`]
  const names = bases.map((base) => base.replace(/\.[cm]?jsx?$/, ''))
  return app.sources.find((source) => names.some((name) => [name, `${name}/index`].includes(source.path.replace(/\.[cm]?[jt]sx?$/, ''))))
}

function joined(path: string, from: string): string {
  return new URL(from, `file:///${path}`).pathname.slice(1)
}
