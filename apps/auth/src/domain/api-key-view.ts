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
  /** Addresses and networks it may be used from; everywhere when absent. */
  allow?: string[]
  lastUsedAt?: Date
}

export function viewApiKey(key: ApiKey): ApiKeyView {
  const { id, name, prefix, permissions, createdAt, expiresAt, allow, lastUsedAt } = key
  return {
    id,
    name,
    prefix,
    permissions,
    createdAt: createdAt.toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(allow && { allow }),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }
}
