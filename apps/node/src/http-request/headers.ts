import { NodeError } from '@linkflow/nodes'

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** What belongs to the connection and not to the request, and what would let a request claim another target. */
const OURS = /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i

/**
 * Headers of a request, later ones in place of earlier ones of the same name, whatever their case.
 *
 * @throws NodeError `http/invalid-request` for a name or value that could add headers of its own. Names only names.
 */
export function mergeHeaders(...groups: Record<string, unknown>[]): Record<string, string> {
  const merged = new Map<string, [string, string]>()
  for (const group of groups)
    for (const [name, given] of Object.entries(group)) {
      const value = String(given)
      if (!NAME.test(name)) throw invalid('A header has a name that cannot be sent.', name.slice(0, 100))
      if (!VALUE.test(value)) throw invalid(`The header ${name} has a value that cannot be sent.`, name)
      if (OURS.test(name)) throw invalid(`The header ${name} cannot be set.`, name)
      merged.set(name.toLowerCase(), [name, value])
    }
  return Object.fromEntries(merged.values())
}

const invalid = (message: string, header: string) =>
  new NodeError('http/invalid-request', message, { details: { header } })
