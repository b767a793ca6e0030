import { describe, expect, test } from 'vitest'
import type { AdapterUser } from '../adapters/contract.js'
import { decide, type Facts } from './decide.js'

const user = (id: string, emailVerified: Date | null = null): AdapterUser => ({ id, email: `${id}@app.example`, emailVerified })
const nothing: Facts = { owner: null, sameEmail: null, asking: null, email: 'no-link', emailVerified: false }
const proven = new Date(0)

describe('whose identity is it', () => {
  test.each<[string, Partial<Facts>, object]>([
    ['known: its owner', { owner: user('a') }, { kind: 'sign-in', user: user('a') }],
    ['known, although another has the address', { owner: user('a'), sameEmail: user('b') }, { kind: 'sign-in', user: user('a') }],
    ['known, and its owner asks again', { owner: user('a'), asking: user('a') }, { kind: 'sign-in', user: user('a') }],
    [
      'LK-11 known, and somebody else asks for it',
      { owner: user('a'), asking: user('b') },
      { kind: 'refuse', because: 'owned-by-another' },
    ],
    ['new: a new user', {}, { kind: 'create' }],
    ['new, asked for by somebody signed in', { asking: user('a') }, { kind: 'link', user: user('a') }],
    ['new, asked for by one while another has the address', { asking: user('a'), sameEmail: user('b') }, { kind: 'link', user: user('a') }],
    [
      'LK-03 new, with the address of somebody',
      { sameEmail: user('a', proven), emailVerified: true },
      { kind: 'refuse', because: 'email-taken' },
    ],
    [
      'LK-04 trusted, but not verified there',
      { sameEmail: user('a', proven), email: 'links' },
      { kind: 'refuse', because: 'email-unproven' },
    ],
    [
      'LK-03 trusted, but never proven here',
      { sameEmail: user('a'), email: 'links', emailVerified: true },
      { kind: 'refuse', because: 'email-unproven' },
    ],
    [
      'trusted, and proven on both sides',
      { sameEmail: user('a', proven), email: 'links', emailVerified: true },
      { kind: 'link', user: user('a', proven) },
    ],
    [
      'an address by mail: whoever has it',
      { sameEmail: user('a', proven), email: 'is-identity' },
      { kind: 'sign-in', user: user('a', proven) },
    ],
    [
      'LK-05 an address by mail that somebody registered and never proved',
      { sameEmail: user('a'), email: 'is-identity' },
      { kind: 'refuse', because: 'never-proven' },
    ],
    ['an address by mail that nobody has', { email: 'is-identity' }, { kind: 'create' }],
  ])('%s', (_what, facts, decision) => {
    expect(decide({ ...nothing, ...facts })).toMatchObject(decision)
  })
})
