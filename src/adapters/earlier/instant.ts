/**
 * A moment as earlier adapters wrote it: a date, milliseconds, seconds, or text that is in UTC where it names no zone. `null` for what is
 * none, a `true` in place of a date included.
 */
export function instant(value: unknown): Date | null {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? ofText(value) : ofNumber(value)
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(Math.floor(time)) : null
}

function ofText(text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return ofNumber(Number(text))
  const [, day, time = '00:00', zone] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(text.trim()) ?? []
  if (!day) return Number.NaN
  const offset = !zone || /^(z|utc)$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  return Date.parse(`${day}T${time}${offset}`)
}

/** As milliseconds, 1e11 is in 1973; as seconds, in the year 5138. */
function ofNumber(value: unknown): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') return Number.NaN
  const number = Number(value)
  return Math.abs(number) < 1e11 ? number * 1000 : number
}
