import type { Service } from './contract.js'

export declare const services: readonly Service[]
