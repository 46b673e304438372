import type { RequestContract } from '@linkflow/contracts'
import type { Change } from '@linkflow/kernel'

/** What a call of a contract changes: the operation, and what it declares to be done to, else what its path names last. */
export function changeOf({ service, name, http, auditResource }: RequestContract, input: object): Change {
  const members = input as Record<string, unknown>
  const path = http?.path ?? ''
  const last = [...(auditResource ?? path).matchAll(/([^/]+)\/:(\w+)/g)].at(-1)
  return {
    action: `${service}.${name}`,
    ...(last && { resource: `${last[1]}/${String(members[last[2]!])}` }),
    ...(http?.status === 201 && { collection: path.split('/').at(-1) }),
  }
}
