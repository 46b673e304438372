import type { Credential } from '../../domain/credential.js'
import type { Envelope } from '../../domain/envelope.js'

export interface CredentialRow {
  id: string
  name: string
  type: string
  version: number
  fingerprint: string
  public_fields: Record<string, string>
  created_at: Date
  updated_at: Date
}

export interface SealedRow {
  algorithm: string
  key_id: string
  wrapped_key: Buffer
  iv: Buffer
  tag: Buffer
  ciphertext: Buffer
}

export const VIEW_COLUMNS = 'id, name, type, version, fingerprint, public_fields, created_at, updated_at'
export const SEALED_COLUMNS = 'algorithm, key_id, wrapped_key, iv, tag, ciphertext'

export function credentialOf(row: CredentialRow): Credential {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    version: row.version,
    fingerprint: row.fingerprint,
    publicFields: row.public_fields,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function envelopeOf({
  algorithm,
  key_id: keyId,
  wrapped_key: wrappedKey,
  iv,
  tag,
  ciphertext,
}: SealedRow): Envelope {
  return { algorithm, keyId, wrappedKey, iv, tag, ciphertext }
}
