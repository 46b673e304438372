import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { requestContracts } from '@linkflow/contracts'
import { Script } from 'node:vm'
import { startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
beforeAll(async () => {
  gw = await startGateway()
})
afterAll(() => gw.close())

const read = async (path: string) => {
  const response = await gw.fetch(path, { anonymous: true, redirect: 'manual' })
  return { response, text: await response.text() }
}

test.each(['/verify-email', '/reset-password', '/invitation'])(
  '%s comes from here, with nothing inline, and asks for what there is',
  async (path) => {
    const { response, text } = await read(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'")
    expect(text).not.toMatch(/<script>|https?:\/\/|style=/)
    for (const [, file] of text.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await read(file!)).response.status).toBe(200)
    const asked = [...text.matchAll(/data-(?:post|view|login|register)="([^"]+)"/g)].map(([, asks]) => asks)
    const posts = requestContracts.flatMap((contract) =>
      contract.http?.method === 'POST' ? [`/api/v1${contract.http.path}`] : [],
    )
    expect(asked.length).toBeGreaterThan(0)
    expect(posts).toEqual(expect.arrayContaining(asked))
  },
)

test('the script can be read', async () => {
  const { text } = await read('/pages/account.js')
  expect(() => new Script(text)).not.toThrow()
})

test('the root leads to the documentation', async () => {
  const { response } = await read('/')
  expect([response.status, response.headers.get('location')]).toEqual([302, '/docs'])
})
