/** Request in, Response out, in one process: sessions, csrf, providers, the start of a sign-in, credentials. */
import { Browser } from '../browser.js'
import { alternate } from '../measure.js'
import { everybody } from '../peers/index.js'
import { person } from '../world.js'
import '../next-request.js'

/** More visitors than any memo of verified tokens holds. */
const visitors = 4096

export async function measure(how) {
  const all = await everybody({ encrypted: true, next: true })
  for (const peer of all) await signedIn(peer)
  const sessions = await sessionContestants(all)
  const rows = {
    session: await alternate(sessions, { ...how, row: 'session' }),
    'session-16': await alternate(sessions, { ...how, row: 'session-16', inFlight: 16 }),
  }
  for (const [row, make] of Object.entries({ anonymous, csrf, providers, start, credentials })) {
    const contestants = []
    for (const peer of all.filter(({ name }) => name !== 'ours, encrypted')) contestants.push(await make(peer))
    rows[row] = await alternate(contestants.filter(Boolean), { ...how, row })
  }
  return rows
}

/** Ours twice: with a token that was never seen before, and with one that was. */
export async function sessionContestants(all) {
  const contestants = []
  for (const peer of all) {
    if (!peer.ours) contestants.push(sessionOf(peer))
    else contestants.push(await verifiedEachTime(peer), sessionOf(peer, ', remembered'))
  }
  return contestants
}

/** Signs in and looks: the right person, or no measurement. */
export async function signedIn(peer) {
  peer.browser = new Browser(peer.handle)
  await peer.signIn?.(peer.browser)
  if (peer.name === 'floor') await floorSignIn(peer.browser)
  const answer = await peer.browser.ask(peer.paths.session)
  const user = peer.userOf(await answer.json())
  if (user?.email !== person.email || user?.name !== person.name) throw new Error(`${peer.name}: signed in as ${JSON.stringify(user)}`)
  if (!peer.constant && peer.userOf(await (await new Browser(peer.handle).ask(peer.paths.session)).json()))
    throw new Error(`${peer.name}: a session for nobody`)
}

async function floorSignIn(browser) {
  const { csrfToken } = await (await browser.ask('/api/auth/csrf')).json()
  await browser.ask('/api/auth/callback/credentials', { form: { csrfToken, password: 'right' } })
}

const requests = (peer, make) => (count) =>
  Array.from({ length: count }, (_, index) => (peer.convert ? peer.convert(make(index)) : make(index)))

const answering = (peer, good) => async (request) => {
  const response = await peer.handle(request)
  if (!good(response)) throw new Error(`${peer.name}: ${response.status} ${response.headers.get('location') ?? ''}`)
}
const is200 = ({ status }) => status === 200

function sessionOf(peer, suffix = '') {
  return { name: peer.name + suffix, prepare: requests(peer, () => peer.browser.request(peer.paths.session)), run: answering(peer, is200) }
}

/** Every request from somebody else, so that nothing can be remembered. */
async function verifiedEachTime(own) {
  const others = []
  for (let index = 0; index < visitors; index++) {
    const browser = new Browser(own.handle)
    browser.cookies = new Map()
    others.push(browser)
    await own.signIn(browser, `person-${index}`)
  }
  const last = await (await others.at(-1).ask(own.paths.session)).json()
  if (last?.user?.id !== `person-${visitors - 1}`) throw new Error(`${own.name}: ${JSON.stringify(last)} instead of person-${visitors - 1}`)
  let turn = 0
  return { name: own.name, prepare: requests(own, () => others[turn++ % visitors].request(own.paths.session)), run: answering(own, is200) }
}

function anonymous(peer) {
  const nobody = new Browser(peer.handle)
  return { name: peer.name, prepare: requests(peer, () => nobody.request(peer.paths.session)), run: answering(peer, is200) }
}

async function csrf(peer) {
  if (!peer.paths.csrf) return undefined
  const nobody = new Browser(peer.handle)
  if (!peer.constant && ((await (await nobody.copy().ask(peer.paths.csrf)).json()).csrfToken ?? '').length < 16)
    throw new Error(`${peer.name}: no CSRF token`)
  const good = peer.constant ? is200 : (response) => response.status === 200 && response.headers.has('set-cookie')
  return { name: peer.name, prepare: requests(peer, () => nobody.request(peer.paths.csrf)), run: answering(peer, good) }
}

async function providers(peer) {
  if (!peer.paths.providers) return undefined
  const nobody = new Browser(peer.handle)
  if (!peer.constant && (await (await nobody.copy().ask(peer.paths.providers)).json()).plain?.type !== 'oauth')
    throw new Error(`${peer.name}: no providers`)
  return { name: peer.name, prepare: requests(peer, () => nobody.request(peer.paths.providers)), run: answering(peer, is200) }
}

async function start(peer) {
  if (!peer.forms && !peer.startRequest) return undefined
  const { browser, request } = await starter(peer)
  const response = await peer.handle(request('plain'))
  const location = peer.startedAt ? await peer.startedAt(response) : response.headers.get('location')
  const { searchParams } = new URL(location)
  if (!searchParams.get('state') || searchParams.get('code_challenge_method') !== 'S256')
    throw new Error(`${peer.name}: started without state or PKCE: ${location}`)
  const good = peer.startedAt ? is200 : (answer) => /\/authorize\?/.test(answer.headers.get('location'))
  const prepare = (count) => {
    peer.forget?.()
    return requests(peer, () => request('plain'))(count)
  }
  return { name: peer.name, browser, prepare, run: answering(peer, good) }
}

/** Somebody not signed in, in front of the sign-in page. */
export async function starter(peer) {
  const browser = new Browser(peer.handle)
  if (peer.startRequest) return { browser, request: (id) => peer.startRequest(browser, id) }
  const { csrfToken } = await (await browser.ask(peer.paths.csrf)).json()
  return { browser, request: (id) => browser.request(`/api/auth/signin/${id}`, { form: { csrfToken, callbackUrl: '/' } }) }
}

async function credentials(peer) {
  const browser = new Browser(peer.handle)
  let make = peer.credentialsRequest && (() => peer.credentialsRequest(browser))
  if (!make) {
    if (!peer.forms) return undefined
    const { csrfToken } = await (await browser.ask(peer.paths.csrf)).json()
    make = () =>
      browser.request('/api/auth/callback/credentials', { form: { csrfToken, username: 'ann', password: 'right', callbackUrl: '/' } })
  }
  const good = (response) =>
    response.status < 400 &&
    !/error/.test(response.headers.get('location') ?? '') &&
    response.headers.getSetCookie().some((line) => /session/.test(line))
  const prepare = (count) => {
    peer.forget?.()
    return requests(peer, make)(count)
  }
  return { name: peer.name, prepare, run: answering(peer, good) }
}
