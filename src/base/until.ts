/** An option that names an end, in milliseconds since 1970: none when it is left out, over already when it is `false`. */
export function until(end: Date | string | false | undefined): number {
  return end === undefined ? Number.POSITIVE_INFINITY : end === false ? 0 : new Date(end).getTime()
}
