import { createServer } from 'node:net'

/**
 * The first port from `wanted` on that nobody listens on, neither on 127.0.0.1 nor on ::1: `localhost` may mean both.
 * @param {number} wanted 0 for any.
 * @returns {Promise<number>}
 */
export async function freePort(wanted) {
  for (let port = wanted; port < 65_536; port++) {
    const four = await listen(port, '127.0.0.1')
    if (typeof four === 'number' && typeof (await listen(four, '::1')) === 'number') return four
  }
  throw new Error(`There is no free port from ${wanted} on.`)
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number | undefined>} `undefined` when it is taken
 */
function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      // A machine without IPv6 has nobody listening there.
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port)
      else if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(error)
    })
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
