// `npm run check`: builds, then runs every check to the end, and says which failed.
import { checks } from './checks.js'
import { nodePath, run } from './dev/prepare.js'

run(nodePath(), ['tools/build.js'])
const failed = checks.filter(({ name, words }) => {
  console.log(`\n── ${name}`)
  return run(nodePath(), words).why
})
console.log(
  `\n${checks.length - failed.length} of ${checks.length} checks passed${failed.map(({ name }) => `\n  failed: ${name}`).join('')}`,
)
process.exitCode = failed.length > 0 ? 1 : 0
