// What v4 and v5 call the contract of links by mail.
import type { EmailOptions, EmailProvider, VerificationRequest } from './email.js'

export type { EmailProviderId } from '../../base/provider-ids.js'

export interface EmailConfig extends EmailProvider {}

export interface EmailUserConfig extends EmailOptions {}

export interface SendVerificationRequestParams extends VerificationRequest {}

export type EmailProviderSendVerificationRequestParams = SendVerificationRequestParams
export type SendVerificationRequest = EmailProvider['sendVerificationRequest']
export type EmailProviderType = 'email'
