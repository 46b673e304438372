import { NodeError } from '@linkflow/nodes'

/**
 * Reads the address of a request: http or https, and no user name, because addresses are recorded and credentials
 * are not.
 *
 * @throws NodeError `http/invalid-request`
 */
export function targetUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.hostname === '')
    throw invalid('The URL cannot be read; it needs to be like https://example.com/path.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid('The URL must begin with http:// or https://.')
  if (url.username !== '' || url.password !== '')
    throw invalid('The URL must not hold a user name or password: use a credential.')
  url.hash = ''
  return url
}

const invalid = (message: string) => new NodeError('http/invalid-request', message)
