import type { MailText, MailTextOption } from '../contract.js'

const english: MailText = {
  lang: 'en',
  dir: 'ltr',
  signInTo: 'Sign in to {site}',
  signIn: 'Sign in',
  copyAddress: 'Or copy this address into your browser:',
  worksOnce: 'The link works once, until {until}.',
  notYou: 'If you did not ask for it, ignore this mail: nobody gets in without the link.',
}

const german: MailText = {
  lang: 'de',
  dir: 'ltr',
  signInTo: 'Anmelden bei {site}',
  signIn: 'Anmelden',
  copyAddress: 'Oder diese Adresse in den Browser kopieren:',
  worksOnce: 'Der Link gilt einmal, bis {until}.',
  notYou: 'Wer ihn nicht angefordert hat, kann diese Nachricht ignorieren: Ohne den Link kommt niemand hinein.',
}

const french: MailText = {
  lang: 'fr',
  dir: 'ltr',
  signInTo: 'Connexion à {site}',
  signIn: 'Se connecter',
  copyAddress: 'Ou copiez cette adresse dans votre navigateur :',
  worksOnce: 'Ce lien fonctionne une seule fois, jusqu’au {until}.',
  notYou: 'Si vous ne l’avez pas demandé, ignorez ce message : sans ce lien, personne ne peut entrer.',
}

const spanish: MailText = {
  lang: 'es',
  dir: 'ltr',
  signInTo: 'Iniciar sesión en {site}',
  signIn: 'Iniciar sesión',
  copyAddress: 'O copia esta dirección en tu navegador:',
  worksOnce: 'El enlace funciona una sola vez, hasta el {until}.',
  notYou: 'Si no lo has pedido, ignora este mensaje: nadie puede entrar sin el enlace.',
}

/** By language tag. To add a language, add a row: a missing sentence does not compile. */
const languages: ReadonlyMap<string, MailText> = new Map([english, german, french, spanish].map((text) => [text.lang, text]))

/** What the mail says to somebody whose browser sent this `Accept-Language`. */
export function mailTextFor(option: MailTextOption | undefined, acceptLanguage: string | null): MailText {
  const preferred = preferredLanguages(acceptLanguage)
  if (option === undefined) return lookUp(preferred)
  const own = typeof option === 'function' ? option(preferred) : option
  return { ...lookUp([own.lang?.toLowerCase() ?? 'en']), ...own }
}

/** Language tags in lower case, best first. (RFC 9110 §12.5.4) */
function preferredLanguages(acceptLanguage: string | null): string[] {
  const ranges = (acceptLanguage ?? '').slice(0, 1000).split(',')
  return ranges
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

function readRange(range: string): { tag: string; quality: number } {
  const [, tag = '', quality = '1'] = /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(range) ?? []
  return { tag: tag.toLowerCase(), quality: tag === '' ? 0 : Number(quality) }
}

/** The first that there is, each shortened from its end until there is one: `de` for `de-at-1996`. (RFC 4647 §3.4) */
function lookUp(preferred: readonly string[]): MailText {
  for (const tag of preferred) {
    const parts = tag.split('-')
    for (let length = parts.length; length > 0; length--) {
      const text = languages.get(parts.slice(0, length).join('-'))
      if (text) return text
    }
  }
  return english
}
