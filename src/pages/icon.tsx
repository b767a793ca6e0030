/** @jsxImportSource preact */
import type { VNode } from 'preact'

export type IconName = 'lock' | 'exit' | 'mail' | 'person' | 'alert' | 'done'

const shapes: Readonly<Record<IconName, readonly string[]>> = {
  lock: [
    'M7.5 10.5h9a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 17.5V13a2.5 2.5 0 0 1 2.5-2.5z',
    'M8 10.5V8a4 4 0 0 1 8 0v2.5',
  ],
  exit: ['M13 4H7.5A2.5 2.5 0 0 0 5 6.5v11A2.5 2.5 0 0 0 7.5 20H13', 'M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5'],
  mail: ['M5.5 5h13A2.5 2.5 0 0 1 21 7.5v9a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 16.5v-9A2.5 2.5 0 0 1 5.5 5z', 'm3.8 7.2 8.2 6 8.2-6'],
  person: ['M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z', 'M4.5 20a7.5 7.5 0 0 1 15 0'],
  alert: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'M12 7.5v5.25', 'M12 16.25v.01'],
  done: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'm8 12.4 2.8 2.8L16 9.6'],
}

/** A drawing that only repeats what the text beside it says. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shapes[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}
