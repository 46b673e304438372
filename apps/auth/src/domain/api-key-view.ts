import type { ApiKeyView, Permission } from '@linkflow/contracts'

/** What is known of an API key besides its secret. */
export interface ApiKey {
  id: string
  userId: string
  name: string
  prefix: string
  permissions: Permission[]
  createdAt: Date
  expiresAt?: Date
  lastUsedAt?: Date
}

export function viewApiKey({ id, name, prefix, permissions, createdAt, expiresAt, lastUsedAt }: ApiKey): ApiKeyView {
  return {
    id,
    name,
    prefix,
    permissions,
    createdAt: createdAt.toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }
}
