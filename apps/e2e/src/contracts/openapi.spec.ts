import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Client } from '../client.js'
import { System } from '../system.js'
import { operations } from './operations.js'

interface Documented {
  operationId: string
  security: unknown[]
  parameters: { name: string; in: string }[]
  responses: Record<string, unknown>
}
interface Document {
  paths: Record<string, Record<string, Documented>>
  [member: string]: unknown
}

let system: System
let anonymous: Client
let document: Document

beforeAll(async () => {
  system = await System.start('standalone')
  anonymous = new Client(system.url)
  document = (await anonymous.get('/openapi.json')).body
})
afterAll(() => system?.stop())

test('the document is valid OpenAPI 3.1', () => {
  // The validator is an ES module, which Jest here would have to lower: it runs beside us, from the tools that have it.
  const script = `
    import { Validator } from '@seriousme/openapi-schema-validator'
    import { readFileSync } from 'node:fs'
    const validator = new Validator()
    const result = await validator.validate(JSON.parse(readFileSync(0, 'utf8')))
    process.stdout.write(JSON.stringify({ ...result, version: validator.version }))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(__dirname, '../../../../tools'),
    input: JSON.stringify(document),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, version: '3.1' })
})

test('its operations are those of the contracts, no more and no fewer', () => {
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const declared = operations.flatMap(({ contract: { http }, path }) => {
    const url = path.replaceAll(/:(\w+)/g, '{$1}')
    const urls = http.path.endsWith('/*') ? [url, `${url}/{path}`] : [url]
    const methods = http.method === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] : [http.method]
    return urls.flatMap((one) => methods.map((method) => `${method} ${one}`))
  })
  expect(documented.sort()).toEqual(declared.sort())
})

test('who may call, what may go wrong and every path parameter are told', () => {
  for (const { path, method, contract, name } of operations) {
    const documented = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]![method.toLowerCase()]!
    expect([name, documented.security.length > 0]).toEqual([name, contract.access.kind !== 'public'])
    const told = documented.parameters.filter((one) => one.in === 'path').map((one) => `:${one.name}`)
    expect(told).toEqual(path.match(/:\w+/g) ?? [])
    const statuses = contract.problems.map(({ status }) => String(status))
    if (contract.access.kind === 'permission') statuses.push('401', '403')
    expect([name, statuses.filter((status) => !(status in documented.responses))]).toEqual([name, []])
  }
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
  expect(references.length).toBeGreaterThan(20)
  for (const reference of new Set(references))
    expect([reference, resolve(reference)]).toEqual([reference, expect.any(Object)])
})

/** What a reference within the document points to. */
function resolve(reference: string): unknown {
  const [root, ...steps] = reference.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (root !== '#') return undefined
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document)
}

test('the pages to browse it need nobody else', async () => {
  const page = await anonymous.get(`${system.url}/docs`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const assets = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!)
  expect(assets.length).toBeGreaterThan(2)
  for (const asset of assets) {
    expect(asset).toMatch(/^\/docs\//)
    const { status, body } = await anonymous.get(system.url + asset)
    expect([asset, status]).toEqual([asset, 200])
    // The bundle names sites in its texts; what a page would load stands in the style sheet and in our start script.
    const loads = String(body).match(/url\(["']?(?!["']?(?:data:|#))[^)]*\)|@import[^;]*/g) ?? []
    if (asset.endsWith('.css')) expect(loads).toEqual([])
    if (asset.endsWith('start.js')) expect(body).not.toMatch(/https?:/)
  }
})
