import { expect, test } from 'vitest'
import { senderAddress } from './sender-address.js'

test.each([
  ['no-reply@app.example', undefined, 'no-reply@app.example', 'app.example'],
  ['<no-reply@app.example>', undefined, 'no-reply@app.example', 'app.example'],
  ['App <no-reply@app.example>', 'App', 'no-reply@app.example', 'app.example'],
  ['  Ünal & Söhne   <no-reply@mg.app.example> ', 'Ünal & Söhne', 'no-reply@mg.app.example', 'mg.app.example'],
  ['"App, Inc. <sign-in>" <no-reply@app.example>', 'App, Inc. <sign-in>', 'no-reply@app.example', 'app.example'],
])('%s', (from, name, address, domain) => {
  expect(senderAddress(from)).toEqual({ name, address, domain })
})

test.each([
  '',
  'App',
  'App <>',
  'App <no-reply>',
  '@app.example',
  'App no-reply@app.example',
  'a@b.example <a@b.example',
])('%j is no sender', (from) => {
  expect(() => senderAddress(from)).toThrow(/`from` is no address/)
})
