import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'
import { httpContracts } from '../http/http-contract.js'

interface Operation {
  operationId: string
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: { properties: object; required: string[] } }> }
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
  security: unknown[]
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

let gw: TestGateway
let document: Document
beforeAll(async () => {
  gw = await startGateway()
  document = (await (await gw.fetch('/api/v1/openapi.json', { anonymous: true })).json()) as Document
})
afterAll(() => gw.close())

test('the document is valid OpenAPI 3.1', () => {
  // The validator is an ES module, which Jest here would have to lower: it runs beside us.
  const script = `
    import { Validator } from '@seriousme/openapi-schema-validator'
    import { readFileSync } from 'node:fs'
    const result = await new Validator().validate(JSON.parse(readFileSync(0, 'utf8')))
    process.stdout.write(JSON.stringify(result))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    input: JSON.stringify(document),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ valid: true })
  expect(document.openapi).toBe('3.1.0')
})

test('every contract is there, under an id of its own', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { name } of httpContracts) {
    const id = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    expect(ids.some((one) => one.startsWith(id))).toBe(true)
  }
})

test('every reference leads somewhere', () => {
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
  expect(names.length).toBeGreaterThan(0)
  for (const name of names)
    expect(document.components.schemas).toHaveProperty([name.replace('#/components/schemas/', '')])
})

test('input is told where it goes', () => {
  const { parameters, requestBody } = document.paths['/api/v1/workflows/{workflowId}']!.put!
  expect(parameters.map(({ name }) => name)).toEqual(['workflowId', 'If-Match', 'X-Workspace-Id'])
  const { properties, required } = requestBody!.content['application/json']!.schema
  expect(Object.keys(properties)).toEqual(['name', 'nodes', 'connections', 'settings'])
  expect(required).toEqual(['name', 'nodes', 'connections'])
  const list = document.paths['/api/v1/workflows']!.get!.parameters
  expect(list.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual([
    'search',
    'active',
    'status',
    'tag',
    'folderId',
    'nodeType',
    'credentialId',
    'sort',
    'limit',
    'cursor',
  ])
})

test('problems are told by status', () => {
  const { responses } = document.paths['/api/v1/workflows/{workflowId}/publish']!.post!
  for (const status of ['200', '400', '401', '403', '404', '412', '422', '429', '500'])
    expect(responses).toHaveProperty([status])
  expect(responses['412']!.content).toEqual({
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem.workflow.draft-changed' } },
  })
  expect(document.paths['/api/v1/auth/login']!.post!.security).toEqual([])
  expect(document.paths['/api/v1/workflows']!.get!.security).toEqual([{ bearer: [] }, { apiKey: [] }])
  expect(document.paths['/api/v1/auth/sessions']!.get!.security).toEqual([{ bearer: [] }])
})

test('the document is sent again only when it changed', async () => {
  const first = await gw.fetch('/api/v1/openapi.json', { anonymous: true })
  const etag = first.headers.get('etag')!
  const second = await gw.fetch('/api/v1/openapi.json', { anonymous: true, headers: { 'if-none-match': etag } })
  expect(second.status).toBe(304)
})

test('the pages come from here, with nothing inline', async () => {
  const page = await gw.fetch('/docs', { anonymous: true })
  const html = await page.text()
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'")
  expect(html).not.toMatch(/<script>|https?:\/\/|style=/)
  for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const file = await gw.fetch(path!, { anonymous: true })
    expect([path, file.status]).toEqual([path, 200])
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(50)
  }
})
