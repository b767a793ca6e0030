/** @typedef {Record<string, any>} Payload */

/**
 * oidc-provider's storage contract over one Map that ends with the process.
 * @returns {(model: string) => object}
 */
export function createMemoryAdapter() {
  /** @type {Map<string, { payload: Payload, ends: number }>} */
  const rows = new Map()
  const fresh = (/** @type {string} */ key) => {
    const row = rows.get(key)
    if (row && row.ends <= Date.now()) rows.delete(key)
    return rows.get(key)?.payload
  }
  const search = (/** @type {string} */ model, /** @type {(payload: Payload) => boolean} */ wanted) => {
    for (const [key, { payload }] of rows) if (key.startsWith(`${model}:`) && wanted(payload)) return fresh(key)
    return undefined
  }
  return (model) => ({
    async upsert(/** @type {string} */ id, /** @type {Payload} */ payload, /** @type {number | undefined} */ seconds) {
      rows.set(`${model}:${id}`, { payload, ends: seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000 })
    },
    find: async (/** @type {string} */ id) => fresh(`${model}:${id}`),
    findByUid: async (/** @type {string} */ uid) => search(model, (payload) => payload.uid === uid),
    findByUserCode: async (/** @type {string} */ code) => search(model, (payload) => payload.userCode === code),
    async consume(/** @type {string} */ id) {
      const payload = fresh(`${model}:${id}`)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(/** @type {string} */ id) {
      rows.delete(`${model}:${id}`)
    },
    async revokeByGrantId(/** @type {string} */ grantId) {
      for (const [key, { payload }] of rows) if (payload.grantId === grantId) rows.delete(key)
    },
  })
}
