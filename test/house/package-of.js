import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The repository itself. */
export const repository = join(import.meta.dirname, '../..')

/**
 * A folder with these files, gone when the test is over. It lies inside the repository, so that Node and the compiler find what is
 * installed.
 * @param {Record<string, string | object>} files text, or what becomes JSON, by path
 */
export function packageOf(files) {
  mkdirSync(join(repository, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(repository, '.tmp/house-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
