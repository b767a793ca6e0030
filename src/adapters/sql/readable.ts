import type { Row, Value } from './tables.js'

/** A row as a driver hands it out: opaque keys are bytes to some servers, and text to everybody else. */
export function readable(row: Readonly<Record<string, Value | Uint8Array>>): Row {
  const columns = Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? new TextDecoder().decode(value) : value])
  return Object.fromEntries(columns) as Row
}
