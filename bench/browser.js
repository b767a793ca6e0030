/** A browser of one tab: keeps cookies, and makes requests as a page of the site would. */
import { browserHeaders, origin } from './world.js'

export class Browser {
  /** @type {Map<string, string>} */
  cookies = new Map()

  /** @param {(request: Request) => Promise<Response>} handle */
  constructor(handle) {
    this.handle = handle
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** A GET without a form, else a POST. */
  request(path, { form, json, headers = {} } = {}) {
    const init = { headers: { ...browserHeaders, ...headers } }
    if (this.cookies.size > 0) init.headers.cookie = this.cookie
    if (form || json) {
      init.method = 'POST'
      init.headers.origin = origin
      init.headers['content-type'] = form ? 'application/x-www-form-urlencoded' : 'application/json'
      init.body = form ? new URLSearchParams(form).toString() : JSON.stringify(json)
    }
    return new Request(new URL(path, origin), init)
  }

  /** Asks and keeps what cookies come back. */
  async ask(path, what) {
    return this.keep(await this.handle(this.request(path, what)))
  }

  keep(response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';')
      const [name, ...value] = pair.split('=')
      const over = attributes.some(
        (text) =>
          /^\s*max-age=(0|-\d+)\s*$/i.test(text) || (/^\s*expires=/i.test(text) && new Date(text.split('=')[1]).getTime() < Date.now()),
      )
      if (over) this.cookies.delete(name.trim())
      else this.cookies.set(name.trim(), value.join('=').trim())
    }
    return response
  }

  /** The same person in another tab. */
  copy() {
    const other = new Browser(this.handle)
    other.cookies = new Map(this.cookies)
    return other
  }
}
