import type { Mail } from './mail/server.js'

export type { Mail }
export type Summary = Omit<Mail, 'text' | 'html' | 'links'>

const inbox = process.env.GALLERY_INBOX ?? 'http://127.0.0.1:4002'

/** Newest first; `null` when the mail catcher does not run. */
export async function listMails(): Promise<readonly Summary[] | null> {
  return ask('/mails')
}

export async function readMail(id: string): Promise<Mail | null> {
  return /^[\w-]+$/.test(id) ? ask(`/mails/${id}`) : null
}

async function ask<T>(path: string): Promise<T | null> {
  try {
    const response = await fetch(inbox + path, { cache: 'no-store' })
    return response.ok ? ((await response.json()) as T) : null
  } catch {
    return null
  }
}
