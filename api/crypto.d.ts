// crypto/keys

/** The site's secrets, each turned into named keys. A secret itself is never a key. */
export interface Keyring {
    /** Makes whatever is made now. */
    readonly newest: Key;
    /** Newest first. All of them open what they made, until their secret is taken off the list. */
    readonly keys: readonly Key[];
    readonly primitives: Primitives;
}

/** One secret. Its keys are derived at first use and kept. */
export interface Key {
    /** Names the secret in what was made with it: 12 characters, from a purpose of their own, that tell nothing of the rest. */
    kid(): MaybePromise<string>;
    /** HMAC under the key of one purpose, a word of ours, never anything that came from outside. */
    hmac(purpose: string, hash?: HashName): MaybePromise<Hmac>;
}

// crypto/primitives

export type Runtime = 'node' | 'web';

export type HashName = 'sha256' | 'sha512';

/** HMAC (RFC 2104) under one key that is kept. */
export type Hmac = (data: string) => MaybePromise<Uint8Array>;

/**
 * What a runtime can do. Node answers at once, by `node:crypto`: a WebCrypto call is a hop over the thread pool that costs
 * twenty times the work itself. Elsewhere WebCrypto promises. The results are the same, octet for octet.
 */
export interface Primitives {
    readonly runtime: Runtime;
    /** SHA-256 in base64url. */
    sha256(text: string): MaybePromise<string>;
    /** HKDF-SHA256 (RFC 5869) with an empty salt: `length` octets. */
    hkdf(secret: string, info: string, length: number): MaybePromise<Uint8Array>;
    hmac(hash: HashName, key: Uint8Array): MaybePromise<Hmac>;
    /** AES-256-GCM (NIST SP 800-38D): the ciphertext, and behind it 16 octets of tag. */
    encrypt(key: Uint8Array, iv: Uint8Array, associated: string, text: string): MaybePromise<Uint8Array>;
    /** The text. Throws, or rejects, when anything was changed or when it is no UTF-8. */
    decrypt(key: Uint8Array, box: SealedBox, associated: string): MaybePromise<string>;
}

export interface SealedBox {
    /** 12 octets. */
    readonly iv: Uint8Array;
    readonly data: Uint8Array;
    /** 16 octets. */
    readonly tag: Uint8Array;
}
