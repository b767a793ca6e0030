export { adapterCases } from './adapter-cases.js'
export type { AdapterUnderTest, Capability, Expectation, TestRunner } from './cases/harness.js'
