// The quick half of the tests, in the order they run: each is one command, and counts as one test.

const biome = 'node_modules/@biomejs/biome/bin/biome'

/** @type {readonly { name: string, words: readonly string[] }[]} `words` follow `node` */
export const checks = [
  { name: 'types', words: ['tools/types.js'] },
  { name: 'lint', words: [biome, 'check', '--reporter=concise', '--error-on-warnings', '--max-diagnostics=500', '.'] },
  { name: 'architecture', words: ['tools/architecture.js'] },
  { name: 'api', words: ['tools/api-report.js', '--check'] },
  { name: 'docs', words: ['tools/docs-check.js'] },
  { name: 'size', words: ['tools/size.js'] },
  { name: 'pack', words: ['tools/pack-check.js'] },
  { name: 'generations', words: ['tools/generations.js'] },
]
