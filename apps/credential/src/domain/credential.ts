import type { CredentialView } from '@linkflow/contracts'

/** A credential without its secrets. */
export interface Credential {
  id: string
  name: string
  type: string
  /** Goes up when the secrets are replaced. */
  version: number
  fingerprint: string
  publicFields: Record<string, string>
  createdAt: Date
  updatedAt: Date
}

export function viewCredential(credential: Credential): CredentialView {
  const { id, name, type, fingerprint, publicFields, createdAt, updatedAt } = credential
  return {
    id,
    name,
    type,
    fingerprint,
    fields: publicFields,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
