import type { Service } from './contract.js'

export declare const sambaAd: Service
export declare const administrator: { readonly name: string; readonly password: string }
/** The name that its certificate is for. */
export declare const host: string
/** Path of its authority's certificate (PEM). */
export declare function authorityOf(folder: string): string
