import { basename } from 'node:path'
import type { Item, Json } from '@linkflow/kernel'
import { NodeError } from '@linkflow/nodes'
import type { HttpRequestParameters } from '@linkflow/nodes'
import type { EgressResponse } from '../egress/egress.js'

const JSON_TYPE = /^application\/([a-z0-9.!#$&^_-]+\+)?json$|^text\/json$/
const TEXT_TYPE = /^text\/|[/+](xml|javascript|x-www-form-urlencoded|yaml|x-yaml|x-ndjson)$/

/**
 * The item a response becomes. `auto` reads JSON and text by content type, and is content with text where the JSON is
 * broken; what is neither is a file.
 *
 * @throws NodeError `http/invalid-response` when JSON was asked for and is not there
 */
export function readResponse(
  { status, headers, body, url }: EgressResponse,
  reading: HttpRequestParameters['response'],
): Pick<Item, 'json' | 'binary'> {
  const [type = '', charset] = contentType(headers['content-type'] ?? '')
  const content = (value: Json) => ({ json: { status, headers, body: value } })
  const kind = reading === 'auto' ? kindOf(type, body) : reading
  if (kind === 'binary') {
    const file = { mimeType: type || 'application/octet-stream', size: body.length, data: body.toString('base64') }
    const fileName = fileNameOf(headers['content-disposition'] ?? '', url)
    return { json: { status, headers }, binary: { data: { ...file, ...(fileName ? { fileName } : {}) } } }
  }
  if (kind === 'text') return content(decode(body, charset))
  if (body.length === 0) return content(null)
  const text = decode(body, charset)
  try {
    return content(JSON.parse(text) as Json)
  } catch (cause) {
    if (reading === 'auto') return content(text)
    throw new NodeError('http/invalid-response', 'The response is not valid JSON.', { details: { status }, cause })
  }
}

function kindOf(type: string, body: Buffer): 'json' | 'text' | 'binary' {
  if (JSON_TYPE.test(type) || body.length === 0) return 'json'
  if (TEXT_TYPE.test(type)) return 'text'
  return type === '' && isText(body) ? 'text' : 'binary'
}

function isText(body: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(body).includes('\0')
  } catch {
    return false
  }
}

function decode(body: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(body)
  } catch {
    // A charset nobody knows.
    return body.toString('utf8')
  }
}

function contentType(header: string): [string, string | undefined] {
  const [type = ''] = header.split(';', 1)
  return [type.trim().toLowerCase(), /;\s*charset="?([^\s;"]+)/i.exec(header)?.[1]]
}

/** The last part of the name the server gives, or else of the address; a name that is only a name, no path. */
function fileNameOf(disposition: string, url: URL): string | undefined {
  const named = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(disposition)?.[1] ?? url.pathname
  let name = named
  try {
    name = decodeURIComponent(named)
  } catch {
    // Taken as it stands.
  }
  return basename(name.replaceAll('\\', '/')).slice(0, 255) || undefined
}
