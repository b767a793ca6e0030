import { accountCases } from './cases/account-cases.js'
import { counterCases } from './cases/counter-cases.js'
import { faultCases } from './cases/fault-cases.js'
import { type AdapterUnderTest, createHarness, type TestRunner } from './cases/harness.js'
import { keyCases } from './cases/key-cases.js'
import { secondConnectionCases } from './cases/second-connection-cases.js'
import { sessionCases } from './cases/session-cases.js'
import { tokenCases } from './cases/token-cases.js'
import { transactionCases } from './cases/transaction-cases.js'
import { transactionFaultCases } from './cases/transaction-fault-cases.js'
import { userCases } from './cases/user-cases.js'

/**
 * The contract of an adapter as tests. Hand in the runner's own functions (those of Vitest, Jest or Bun fit):
 *
 * ```ts
 * adapterCases({ name: 'mine', open: () => createMyAdapter(), close: (adapter) => adapter.close?.() }, { describe, expect, test })
 * ```
 *
 * Every case opens an empty store and closes it. What an adapter does not have is named in `lacks`; a case makes sure that it is true.
 */
export function adapterCases(subject: AdapterUnderTest, runner: TestRunner): void {
  runner.describe(`adapter ${subject.name}`, () => {
    const harness = createHarness(subject, runner)
    userCases(harness)
    accountCases(harness)
    sessionCases(harness)
    tokenCases(harness)
    keyCases(harness)
    if (harness.has('transaction')) transactionCases(harness)
    counterCases(harness)
    if (harness.has('secondConnection')) secondConnectionCases(harness)
    if (subject.faults) faultCases(harness, subject.faults)
    if (subject.faults && harness.has('transaction')) transactionFaultCases(harness)
  })
}
