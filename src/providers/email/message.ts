import type { VerificationRequest } from '../contract.js'

export interface Message {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The mail with the link, for people who read text and for people who read HTML. Both say the same. */
export function messageOf({ url, expires, theme }: Pick<VerificationRequest, 'url' | 'expires' | 'theme'>): Message {
  const { host } = new URL(url)
  const until = `${expires.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const ending = `The link works once, until ${until}. If you did not ask for it, ignore this mail: nobody gets in without the link.`
  return {
    subject: `Sign in to ${host}`,
    text: `Sign in to ${host}\n\n${url}\n\n${ending}\n`,
    html: htmlOf({ host, url, ending, background: colour(theme.brandColor, '#1f2937'), text: colour(theme.buttonText, '#ffffff') }),
  }
}

interface Parts {
  readonly host: string
  readonly url: string
  readonly ending: string
  readonly background: string
  readonly text: string
}

/** Styles stand at their elements: mail readers drop style sheets. No pictures, nothing that calls home. */
function htmlOf({ host, url, ending, background, text }: Parts): string {
  const [title, link] = [escapeHtml(`Sign in to ${host}`), escapeHtml(url)]
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:32px 16px;font:16px/1.5 system-ui,sans-serif">
<div role="article" lang="en" aria-label="${title}" style="max-width:34em;margin:0 auto">
<h1 style="font-size:20px;margin:0 0 24px">${title}</h1>
<p style="margin:0 0 24px"><a href="${link}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:${background};color:${text};text-decoration:none;font-weight:600">Sign in</a></p>
<p style="margin:0 0 24px">Or copy this address into your browser:<br><a href="${link}" style="word-break:break-all">${link}</a></p>
<p style="margin:0">${escapeHtml(ending)}</p>
</div>
</body>
</html>
`
}

/** A colour as `theme` documents it; anything else could close the attribute. */
function colour(given: string | undefined, fallback: string): string {
  return given !== undefined && /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(given) ? given : fallback
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
