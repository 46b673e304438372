import { z } from 'zod'
import { permissions } from '../core/access.js'
import { AllowedAddresses, At, Id } from '../core/schemas.js'

export const UserView = z.object({
  id: Id,
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  createdAt: At,
})
export type UserView = z.infer<typeof UserView>

export const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
})
export type Tokens = z.infer<typeof Tokens>

export const WorkspaceSummary = z.object({ id: Id, name: z.string() })

export const SignedIn = Tokens.extend({ user: UserView, workspace: WorkspaceSummary })
export type SignedIn = z.infer<typeof SignedIn>

export const ApiKeyView = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string().describe('How the key begins, to recognise it by.'),
  permissions: z.array(z.enum(permissions)),
  createdAt: At,
  expiresAt: At.optional(),
  allow: AllowedAddresses.optional().describe('Where it may be used from; everywhere when absent.'),
  lastUsedAt: At.optional(),
})
export type ApiKeyView = z.infer<typeof ApiKeyView>

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const Password = z.string().min(1).max(128)
/** What a link in an e-mail proves itself by. */
export const MailedToken = z.string().min(1).max(128)

export const SessionView = z.object({
  id: Id,
  current: z.boolean().describe('Whether it is the session that asks.'),
  createdAt: At,
  lastUsedAt: At,
  ip: z.string().optional(),
  userAgent: z.string().optional(),
})
export type SessionView = z.infer<typeof SessionView>
