import { InputInvalid } from '@linkflow/kernel'

/**
 * The address of an endpoint. Whether it is one we may send to is decided when it is dialled.
 *
 * @throws InputInvalid
 */
export function endpointUrl(text: string): URL {
  const url = new URL(text)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isWeb || url.username !== '' || url.password !== '')
    throw InputInvalid({
      errors: [{ pointer: '/url', code: 'bad-url', message: 'Give an address of http or https without a password.' }],
    })
  url.hash = ''
  return url
}
