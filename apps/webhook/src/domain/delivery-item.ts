import type { Verification } from '@linkflow/contracts'
import type { Item, JsonObject } from '@linkflow/kernel'
import { secretHeaderOf } from './check-request.js'
import { parseBody } from './parse-body.js'
import type { DeliveryRequest } from './delivery-request.js'

/** Headers that hold a sender's secrets. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/**
 * The item an execution starts with.
 *
 * @throws BodyMalformed
 */
export function toItem(request: DeliveryRequest, verify: Verification): Item {
  const { query, method, path } = request
  const headers = { ...request.headers }
  for (const name of SECRET_HEADERS) delete headers[name]
  const secretHeader = secretHeaderOf(verify)
  if (secretHeader !== undefined) delete headers[secretHeader]
  return { json: { body: parseBody(request), headers, query: query as JsonObject, params: { path }, method } }
}
