import { colourNames } from './colour-names.js'

/** `#rrggbb` of what a developer wrote: `#rgb`, `#rrggbb` or a name that CSS knows. Anything else could end the rule it stands in. */
export function readColour(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 32) return undefined
  const text = value.trim().toLowerCase()
  if (/^#[0-9a-f]{6}$/.test(text)) return text
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, '$&$&')
  return colourNames.get(text)
}

/** The wanted colour for text where it can be read (WCAG 2.2 §1.4.3: 4.5 to 1), else white or black: one of them always can. */
export function textOn(background: string, wanted?: string): string {
  return [wanted, '#ffffff', '#000000'].find((text) => text !== undefined && contrast(text, background) >= 4.5) ?? '#000000'
}

/** Contrast ratio of two colours, 1 to 21. (WCAG 2.2, "contrast ratio") */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Relative luminance, 0 to 1. (WCAG 2.2, "relative luminance") */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
