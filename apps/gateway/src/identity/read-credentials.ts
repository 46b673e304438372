import { InputInvalid, isId } from '@linkflow/kernel'
import type { IncomingHttpHeaders } from 'node:http'
import type { Credentials } from './authenticator.js'

/**
 * The credentials a request shows in its headers.
 *
 * @throws InputInvalid when `X-Workspace-Id` is no UUID
 */
export function readCredentials(headers: IncomingHttpHeaders): Credentials {
  const credentials: Credentials = {}
  const apiKey = headers['x-api-key']
  const token = bearerToken(headers.authorization)
  if (typeof apiKey === 'string') credentials.apiKey = apiKey
  else if (token !== undefined) credentials.token = token
  const workspaceId = headers['x-workspace-id']
  if (workspaceId !== undefined) credentials.workspaceId = readWorkspaceId(String(workspaceId))
  return credentials
}

/**
 * The canonical form of a workspace id a caller named.
 *
 * @throws InputInvalid
 */
export function readWorkspaceId(text: string): string {
  const id = text.toLowerCase()
  if (isId(id)) return id
  throw InputInvalid({
    errors: [{ pointer: '', code: 'invalid-header', message: 'X-Workspace-Id must be the UUID of a workspace.' }],
  })
}

function bearerToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer +(\S+)$/i.exec(header)?.[1]
}
