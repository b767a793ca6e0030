/** How a provider's button looks on the built-in page. */
export interface ProviderStyle {
  /** Path or http(s) URL of a logo. */
  logo?: string
  /** Background of the button, a CSS colour. */
  brandColor?: string
  text?: string
  /** v4's names; `bg` is `brandColor`. */
  bg?: string
  bgDark?: string
  logoDark?: string
  textDark?: string
}

/** What every provider has. */
export interface CommonProvider {
  /** Part of URLs: letters, digits, `-`, `_`, `.`. */
  id: string
  /** For people. */
  name: string
  style?: ProviderStyle
}
