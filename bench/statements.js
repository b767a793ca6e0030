/** A count of what is executed in this process, whoever executes it: the stores' `watch` notes it here. */

/**
 * @typedef {{ text: string, values?: readonly unknown[], name?: string }} Statement as a driver was handed it
 * @typedef {object} Store one database, for one peer
 * @property {unknown} ours the option `database`
 * @property {() => Promise<object>} authJs an adapter for Auth.js
 * @property {() => unknown} betterAuth what better-auth calls `database`
 * @property {(statement: Statement) => () => unknown} bare the statement by the driver alone, on the pool of `ours`: the process behind
 *   another connection may be on another core, which shows
 * @property {() => unknown} close
 */

/** @type {Statement[]} */
const executed = []

/** @param {Statement} statement */
export const note = (statement) => executed.push(statement)

/** Replaces `verb` of a driver's prototype by one that notes first; what comes back puts it right again. */
export function noting(prototype, verb, statementOf) {
  const original = prototype[verb]
  prototype[verb] = function (...values) {
    note(statementOf.call(this, ...values))
    return original.apply(this, values)
  }
  return () => {
    prototype[verb] = original
  }
}

/** What was executed while `work` ran, without begin, commit and savepoints. */
export async function statementsOf(work) {
  executed.length = 0
  await work()
  return executed.filter(({ text }) => !/^\s*(begin|start transaction|commit|rollback|savepoint|release|pragma)\b/i.test(text))
}
