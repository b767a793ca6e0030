import type { Certificate } from './contract.js'

/** For `localhost` and 127.0.0.1, in a folder that is there; worth nothing after two days. */
export declare function makeCertificate(folder: string): Certificate
