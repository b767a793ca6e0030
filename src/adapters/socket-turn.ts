/**
 * One connection is seldom lost alone: once the event loop has listened to its sockets again, the pool has heard of the others, and
 * dropped them as well.
 */
export async function socketTurn(): Promise<void> {
  // A timer may be due before the sockets are listened to; one that is set when it is due comes after them. `setImmediate` would say
  // it better, but Next warns of it wherever an edge bundle holds it.
  for (let timer = 0; timer < 2; timer++) await new Promise((resolve) => setTimeout(resolve, 0))
}
