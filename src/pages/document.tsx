/** @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import { Icon, type IconName } from './icon.js'
import type { Look } from './page.js'
import { webAddress } from './web-address.js'

export interface DocumentProps {
  readonly look: Look
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly title: string
  readonly style: string
  /** Runs at the end of the page. */
  readonly script?: string | undefined
  /** Id of the sentence that says what went wrong, where no input is to blame. */
  readonly describedBy?: string | undefined
  /** Where the page goes on to at once, without a script (WCAG H76). */
  readonly refresh?: string | undefined
  readonly children: ComponentChildren
}

/** What all pages share. Style and script are texts of ours, never of a visitor: that is why they may stand there unescaped. */
export function Document({ look, lang, dir, title, style, script, describedBy, refresh, children }: DocumentProps): VNode {
  const { nonce, siteName } = look
  const scheme = schemeOf(look)
  const next = webAddress(refresh)
  return (
    <html lang={lang} dir={dir}>
      {/* biome-ignore lint/style/noHeadElement: this page is not one of Next's */}
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content={scheme === 'auto' ? 'light dark' : scheme} />
        {next && <meta http-equiv="refresh" content={`0; url=${next}`} />}
        <title>{`${title} · ${siteName}`}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: style.ts lets nothing in but colours it has read */}
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body class={`__next-auth-theme-${scheme}`}>
        <main aria-describedby={describedBy}>{children}</main>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of confirm.tsx */}
        {script && <script nonce={nonce} dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  )
}

function schemeOf({ theme }: Look): 'auto' | 'dark' | 'light' {
  return theme.colorScheme === 'dark' || theme.colorScheme === 'light' ? theme.colorScheme : 'auto'
}

interface HeadingProps {
  readonly look: Look
  readonly icon: IconName
  readonly title: ComponentChildren
  readonly children?: ComponentChildren
}

/** The site's logo, or a drawing of what the page is about; its title; and a word on it. */
export function Heading({ look, icon, title, children }: HeadingProps): VNode {
  const logo = webAddress(look.theme.logo)
  return (
    <header>
      {logo === undefined ? (
        <span class="badge">
          <Icon name={icon} />
        </span>
      ) : (
        // biome-ignore lint/performance/noImgElement: this page is not one of Next's
        <img class="logo" src={logo} alt="" />
      )}
      <h1>{title}</h1>
      {children}
    </header>
  )
}
