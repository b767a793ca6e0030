import { afterAll, test } from 'vitest'
import { clients, closeClient } from '../compatibility/rows/client.js'

afterAll(closeClient)

/** Rows of `docs/compatibility.md`: the clients as they were published, and ours, in a browser. */
test.each(clients)('$generation $kind: $what', (row) => row.check())
