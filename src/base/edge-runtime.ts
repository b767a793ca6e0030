/** Whether this is the edge runtime of Next and its hosts: no sockets, no files, no modules of Node's. */
export function isEdgeRuntime(): boolean {
  return 'EdgeRuntime' in globalThis
}
