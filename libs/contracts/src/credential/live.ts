import { z } from 'zod'
import { Id } from '../core/schemas.js'

/** Where every process that keeps a released secret for a while is told that it is to be forgotten. */
export const CREDENTIAL_CHANGED = 'control.credential.changed'

export const CredentialChanged = z.object({ credentialId: Id })
export type CredentialChanged = z.infer<typeof CredentialChanged>
