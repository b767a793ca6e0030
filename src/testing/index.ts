export { adapterCases } from './adapter-cases.js'
export type { Faults, Line } from './cases/faults.js'
export type { AdapterUnderTest, Capability, Expectation, TestRunner } from './cases/harness.js'
