import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'

/**
 * Announces a body of so many bytes and sends only its first ones: whoever refuses it for its size need not be sent it.
 * Gives the answer's status and text.
 */
export function announceBody(
  url: string,
  headers: IncomingHttpHeaders,
  bytes: number,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', headers: { ...headers, 'content-length': bytes } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text })
        asking.destroy()
      })
    })
    asking.on('error', reject)
    asking.write('{"name":')
  })
}
