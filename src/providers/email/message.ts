import { readColour, textOn } from '../../base/colour.js'
import type { MailText, VerificationRequest } from '../contract.js'
import { mailTextFor } from './text.js'

export interface Message {
  readonly subject: string
  readonly text: string
  readonly html: string
}

type Told = Pick<VerificationRequest, 'url' | 'expires' | 'theme' | 'provider' | 'request'>

/** The mail with the link, for people who read text and for people who read HTML. Both say the same. */
export function messageOf({ url, expires, theme, provider, request }: Told): Message {
  const say = mailTextFor(provider.text, request.headers.get('accept-language'))
  const title = say.signInTo.replaceAll('{site}', () => new URL(url).host)
  const until = `${expires.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const ending = `${say.worksOnce.replaceAll('{until}', () => until)} ${say.notYou}`
  return {
    subject: title,
    text: `${title}\n\n${url}\n\n${ending}\n`,
    html: htmlOf({ ...say, title, url, ending }, theme),
  }
}

type Parts = MailText & { readonly title: string; readonly url: string; readonly ending: string }

/**
 * Styles stand at their elements, and language and direction once more inside: mail readers drop style sheets and `<html>`. No pictures,
 * nothing that calls home. Only the button has colours, both of them, so that a reader's dark mode cannot part text from its background.
 */
function htmlOf(parts: Parts, theme: Told['theme']): string {
  const [title, link, lang, dir] = [parts.title, parts.url, parts.lang, parts.dir].map(escapeHtml)
  const background = readColour(theme.brandColor) ?? '#1f2937'
  const colour = textOn(background, readColour(theme.buttonText))
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:32px 16px;font:16px/1.5 system-ui,sans-serif">
<div role="article" lang="${lang}" dir="${dir}" aria-label="${title}" style="max-width:34em;margin:0 auto">
<h1 style="font-size:20px;margin:0 0 24px">${title}</h1>
<p style="margin:0 0 24px"><a href="${link}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:${background};color:${colour};text-decoration:none;font-weight:600">${escapeHtml(parts.signIn)}</a></p>
<p style="margin:0 0 24px">${escapeHtml(parts.copyAddress)}<br><a href="${link}" dir="ltr" style="word-break:break-all">${link}</a></p>
<p style="margin:0">${escapeHtml(parts.ending)}</p>
</div>
</body>
</html>
`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
