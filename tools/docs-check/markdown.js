// Code blocks and links of a Markdown text.
/**
 * @typedef {object} Block
 * @property {string} language first word after the fence
 * @property {string} words the rest of that line
 * @property {string} text
 * @property {number} line of the text's first line, from 1
 *
 * @typedef {{ target: string, line: number }} Link
 */

/**
 * @param {string} markdown
 * @returns {{ blocks: Block[], links: Link[], open: number | undefined }} `open`: line of a fence that never closes
 */
export function readMarkdown(markdown) {
  /** @type {Block[]} */
  const blocks = []
  /** @type {Link[]} */
  const links = []
  /** @type {{ fence: string, indent: number, block: Block, lines: string[] } | undefined} */
  let inside
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = line.match(/^(\s*)(`{3,}|~{3,})\s*(.*)$/) ?? []
    if (inside && fence.startsWith(inside.fence) && info === '') {
      inside.block.text = inside.lines.join('\n')
      blocks.push(inside.block)
      inside = undefined
    } else if (inside) {
      inside.lines.push(line.slice(Math.min(inside.indent, line.search(/\S|$/))))
    } else if (fence) {
      const [language = '', ...words] = info.split(/\s+/)
      inside = { fence, indent: indent.length, lines: [], block: { language, words: words.join(' '), text: '', line: index + 2 } }
    } else {
      for (const [, target = ''] of line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)[^)]*\)/g))
        links.push({ target, line: index + 1 })
    }
  }
  return { blocks, links, open: inside && inside.block.line - 1 }
}
