// Where the application begins: there is a lockfile further up too.
export default { turbopack: { root: import.meta.dirname } }
