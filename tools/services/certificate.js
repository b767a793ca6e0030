// A certificate for `localhost` and 127.0.0.1, and the authority that signed it. Both are worth nothing after two days.
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} folder
 * @returns {import('./contract.js').Certificate}
 */
export function makeCertificate(folder) {
  const at = (/** @type {string} */ name) => join(folder, name)
  const { ca, cert, key } = { ca: at('ca.pem'), cert: at('server.pem'), key: at('server.key') }
  const { caKey, request, extensions } = { caKey: at('ca.key'), request: at('server.csr'), extensions: at('server.ext') }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign']
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Authority of a test', ...authority, '-keyout', caKey, '-out', ca)
  openssl('req', ...newKey, '-subj', '/CN=localhost', '-keyout', key, '-out', request)
  writeFileSync(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
  openssl('x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', extensions, '-out', cert)
  // PostgreSQL refuses a key that others can read.
  chmodSync(key, 0o600)
  return { ca, cert, key }
}

/** @param {...string} words */
function openssl(...words) {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}
