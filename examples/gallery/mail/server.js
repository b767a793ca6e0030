import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * A mail as it was caught.
 * @typedef {object} Mail
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {string} subject
 * @property {string} at ISO 8601
 * @property {string} text
 * @property {string} html Empty when the mail had none.
 * @property {string[]} links Web addresses in the text part.
 */

const host = '127.0.0.1'
const keptMails = 50
const longestMail = 1_000_000

/**
 * Takes every mail, sends none on, and forgets them when it stops. `<inbox>/mails` lists them, newest first; `<inbox>/mails/<id>` is one;
 * `DELETE <inbox>/mails` empties it.
 * @param {{ smtpPort: number, inboxPort: number }} ports On 127.0.0.1.
 * @returns {Promise<{ smtp: string, inbox: string, close: () => void }>}
 */
export async function startMail({ smtpPort, inboxPort }) {
  /** @type {Mail[]} */
  const mails = []
  const smtp = new SMTPServer({
    authOptional: true,
    // Nobody listens in on 127.0.0.1, and a certificate of our own would have to be trusted first.
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: longestMail,
    onData: (stream, session, done) => {
      keep(
        mails,
        stream,
        session.envelope.rcptTo.map(({ address }) => address),
      ).then(() => done(), done)
    },
  })
  const inbox = createServer((request, response) => answer(mails, request, response))
  await listen(smtp, smtpPort)
  await listen(inbox, inboxPort)
  return {
    smtp: `smtp://${host}:${smtpPort}`,
    inbox: `http://${host}:${inboxPort}`,
    close: () => {
      smtp.close(() => {})
      inbox.close().closeAllConnections()
    },
  }
}

/**
 * @param {Mail[]} mails
 * @param {import('node:stream').Readable} stream
 * @param {string[]} recipients
 */
async function keep(mails, stream, recipients) {
  const parsed = await simpleParser(stream, { skipImageLinks: true })
  const body = parsed.text ?? ''
  mails.unshift({
    id: randomUUID(),
    from: parsed.from?.text ?? '',
    // Whom the server was asked to deliver to; a header may say anything.
    to: recipients.join(', '),
    subject: parsed.subject ?? '(no subject)',
    at: new Date().toISOString(),
    text: body,
    html: parsed.html || '',
    links: [...new Set(body.match(/https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/g) ?? [])],
  })
  mails.length = Math.min(mails.length, keptMails)
}

/**
 * @param {Mail[]} mails
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(mails, request, response) {
  const [, list, id] = /^\/(mails)(?:\/([\w-]+))?$/.exec(request.url ?? '') ?? []
  if (list && id === undefined && request.method === 'DELETE') mails.length = 0
  const found = !list
    ? undefined
    : id === undefined
      ? mails.map(({ text, html, links, ...summary }) => summary)
      : mails.find((mail) => mail.id === id)
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(found ?? null))
}

/**
 * @param {{ listen: Function, once?: Function, on: Function }} server
 * @param {number} port
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, host, () => resolve(undefined))
  })
}
