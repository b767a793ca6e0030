// Compiles every ts, tsx, js and jsx block of README and docs against the built package, and follows every relative link.
// A block that cannot be checked says why: ```ts nocheck: shows the old API
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { readMarkdown } from './docs-check/markdown.js'
import { layOut } from './docs-check/workspace.js'
import { isBuilt, typecheck } from './typescript.js'

/**
 * @typedef {{ where: string, says: string }} Finding `where` is `docs/x.md:12`
 */

/**
 * @param {string} root folder of the package; `dist/` must be built
 * @returns {{ findings: Finding[], checked: number, excused: Finding[] }}
 */
export function checkDocs(root) {
  /** @type {Finding[]} */
  const findings = []
  /** @type {Finding[]} */
  const excused = []
  const chapters = documentsOf(root).map((document) => {
    const { blocks, links, open } = readMarkdown(readFileSync(join(root, document), 'utf8'))
    if (open) findings.push({ where: `${document}:${open}`, says: 'this code block never ends' })
    findings.push(...judgeLinks(root, document, links))
    const code = blocks.filter(({ language }) => /^(tsx?|typescript|jsx?|javascript)$/.test(language))
    return { document, blocks: code.filter((block) => wantsCheck(block, document, findings, excused)) }
  })
  const checked = chapters.reduce((count, { blocks }) => count + blocks.length, 0)
  return { findings: [...findings, ...compile(root, chapters)], checked, excused }
}

/** @param {string} root */
function documentsOf(root) {
  const docs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }) : []
  const pages = docs.filter((path) => path.endsWith('.md')).map((path) => `docs/${path.replaceAll('\\', '/')}`)
  return ['README.md', 'CONTRIBUTING.md', 'src/README.md', ...pages.sort()].filter((path) => existsSync(join(root, path)))
}

/**
 * @param {import('./docs-check/markdown.js').Block} block
 * @param {string} document
 * @param {Finding[]} findings
 * @param {Finding[]} excused
 */
function wantsCheck({ words, line }, document, findings, excused) {
  if (!/^nocheck\b/.test(words)) return true
  const reason = words.replace(/^nocheck\W*/, '')
  const where = `${document}:${line - 1}`
  if (reason.split(' ').length < 2) findings.push({ where, says: 'nocheck without a reason: write ```ts nocheck: why' })
  else excused.push({ where, says: reason })
  return false
}

/**
 * @param {string} root
 * @param {string} document
 * @param {readonly import('./docs-check/markdown.js').Link[]} links
 * @returns {Finding[]}
 */
function judgeLinks(root, document, links) {
  return links.flatMap(({ target, line }) => {
    if (/^([a-z]+:|#)/i.test(target)) return []
    const path = join(root, dirname(document), decodeURI(target.replace(/[#?].*$/, '')))
    return existsSync(path) ? [] : [{ where: `${document}:${line}`, says: `the link leads nowhere: ${target}` }]
  })
}

/**
 * @param {string} root
 * @param {readonly import('./docs-check/workspace.js').Chapter[]} chapters
 * @returns {Finding[]}
 */
function compile(root, chapters) {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(root, '.tmp/docs-'))
  try {
    const { projects, origins } = layOut(folder, chapters)
    return projects.flatMap((project) => {
      const { ok, diagnostics, output } = typecheck(folder, project)
      if (!ok && diagnostics.length === 0) return [{ where: project, says: output }]
      return diagnostics.map(({ file, line, says }) => {
        const origin = origins.get(relative(folder, join(folder, file)).replaceAll('\\', '/'))
        return { where: origin ? `${origin.document}:${origin.line + line - 1}` : file || project, says }
      })
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} root */
function main(root) {
  if (!isBuilt(root)) return false
  const { findings, checked, excused } = checkDocs(root)
  for (const { where, says } of excused) console.log(`not checked: ${where}: ${says}`)
  for (const { where, says } of findings) console.error(`${where}: ${says}`)
  console.log(`docs: ${checked} blocks compiled, ${findings.length} findings`)
  return findings.length === 0
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = main(join(import.meta.dirname, '..')) ? 0 : 1
