import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { NodeFailed, RunNode } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Item, JsonObject } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { node } from '../index.js'

let services: TestServices
beforeAll(async () => {
  services = await startServices([node], {
    env: {
      LINKFLOW_CODE_TIMEOUT_MS: '20000',
      LINKFLOW_CODE_MEMORY_BYTES: String(32 * 1024 * 1024),
    },
  })
})
afterAll(() => services?.close())

interface Given {
  mode?: 'all-items' | 'each-item'
  items?: Item[]
  timeoutMs?: number
  signal?: AbortSignal
  workspaceId?: string
}

async function run(code: string, given: Given = {}) {
  const { mode = 'all-items', items = [{ json: {} }], timeoutMs, signal, workspaceId = newId() } = given
  const executionId = newId()
  const { outputs } = await services.call(
    RunNode,
    {
      executionId,
      nodeId: 'code',
      type: 'code',
      version: 1,
      attempt: 1,
      requests: [{ code, mode }],
      items: items.map((item) => ({ ...item })),
      idempotencyKey: 'k',
      timeoutMs,
    },
    { ...contexts.execution(workspaceId, executionId), signal },
  )
  return outputs.main as unknown as Item[]
}
const jsons = async (code: string, given?: Given) => (await run(code, given)).map(({ json }) => json)
const of = (...values: JsonObject[]): Item[] => values.map((json) => ({ json }))

/** The failure of a run that must fail. */
async function failure(code: string, given?: Given): Promise<{ code: string; message: string; details?: JsonObject }> {
  try {
    await run(code, given)
  } catch (error) {
    if (NodeFailed.is(error)) return error.params.failure as Awaited<ReturnType<typeof failure>>
    throw error
  }
  throw new Error('It did not fail')
}

describe('code', () => {
  test.each<[string, JsonObject[]]>([
    ['return [{ json: { a: 1 } }, { b: 2 }]', [{ a: 1 }, { b: 2 }]],
    ['return { a: 1 }', [{ a: 1 }]],
    ['return { json: { a: 1 }, other: 1 }', [{ json: { a: 1 }, other: 1 }]],
    ['return null', []],
    ['const nothing = 1', []],
    ['return $input.all().map(({ json }) => ({ n: json.n * 2 }))', [{ n: 2 }, { n: 4 }]],
    ['return { first: $input.first().json.n, last: $input.last().json.n, j: $json.n }', [{ first: 1, last: 2, j: 1 }]],
    ['const wait = await Promise.resolve(3); return { wait }', [{ wait: 3 }]],
    [
      'return { text: `${$json.n} {{ $json.n }}`, re: /a(b+)/.exec("xabbb")[1] }',
      [{ text: '1 {{ $json.n }}', re: 'bbb' }],
    ],
    ['return { day: new Date(Date.UTC(2024, 1, 29)).toISOString() }', [{ day: '2024-02-29T00:00:00.000Z' }]],
    ['return { nul: "\\u0000", smile: "\\u{1F600}" }', [{ nul: '\u0000', smile: '😀' }]],
  ])('%s', async (code, expected) => {
    expect(await jsons(code, { items: of({ n: 1 }, { n: 2 }) })).toEqual(expected)
  })

  test('for each item: one, several or none, and each knows its item', async () => {
    const items = await run(
      'if ($json.n === 2) return; return $json.n === 3 ? [$item, { n: $index }] : { n: $json.n }',
      {
        mode: 'each-item',
        items: of({ n: 1 }, { n: 2 }, { n: 3 }),
      },
    )
    expect(items).toEqual([
      { json: { n: 1 }, source: [{ index: 0 }] },
      { json: { n: 3 }, source: [{ index: 2 }] },
      { json: { n: 2 }, source: [{ index: 2 }] },
    ])
  })

  test('files are passed on, but none can be made up', async () => {
    const file = { mimeType: 'text/plain', size: 1 }
    const items: Item[] = [{ json: {}, binary: { data: file } }]
    expect(await run('return $input.all()', { items })).toEqual([{ ...items[0], source: [{ index: 0 }] }])
    expect(await failure('$item.binary.data.size = 2; return $item', { items })).toMatchObject({
      code: 'code/invalid-result',
    })
  })

  test.each(['return 5', 'return ["a"]', 'return [[1]]'])('%s cannot be items', async (code) => {
    expect(await failure(code)).toMatchObject({ code: 'code/invalid-result' })
  })

  test.each<[string, string, JsonObject]>([
    ['const a = 1\nthrow new RangeError("too far")', 'code/failed', { name: 'RangeError', line: 2 }],
    ['return 1 +', 'code/invalid-syntax', { name: 'SyntaxError' }],
    ['return $json.a.b', 'code/failed', { name: 'TypeError', line: 1 }],
    ['throw "plain"', 'code/failed', { name: 'Error' }],
    ['return { n: 1n }', 'code/failed', { name: 'TypeError' }],
    ['const a = {}; a.a = a; return a', 'code/failed', { name: 'TypeError' }],
    ['(function f() { f() })()', 'code/failed', {}],
  ])('%j fails: %s %j', async (code, expected, details) => {
    expect(await failure(code)).toMatchObject({ code: expected, details })
  })
})

describe('code that does not behave', () => {
  test.each([
    ['a loop', 'for (;;);'],
    ['a loop after waiting', 'await null; for (;;);'],
    ['an endless loop of promises', 'for (;;) await null'],
    ['catastrophic backtracking', 'return { a: /^(a+)+$/.test("a".repeat(40) + "!") }'],
    ['one call that takes for ever', 'const a = Array(1e5).fill("x"); for (;;) a.sort(() => Math.random() - 0.5)'],
  ])('%s is ended', async (_name, code) => {
    expect(await failure(code, { timeoutMs: 300 })).toMatchObject({ code: 'code/timed-out' })
  })

  test.each([
    ['an array', 'const a = []; for (;;) a.push("x".repeat(1e5) + a.length)'],
    ['a buffer', 'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))'],
    ['a chain of promises', 'const again = () => Promise.resolve().then(again); await again()'],
    ['an output', 'return { s: "x".repeat(40e6) }'],
  ])('%s that grows is ended', async (_name, code) => {
    expect(await failure(code)).toMatchObject({ code: 'code/out-of-memory' })
    // The next one has a memory of its own.
    expect(await jsons('return { ok: true }')).toEqual([{ ok: true }])
  })

  test('a text can only become so long', async () => {
    expect(await failure('let s = "x"; for (;;) s += s')).toMatchObject({ code: 'code/failed' })
  })

  test('what waits for ever is said to', async () => {
    expect(await failure('await new Promise(() => {})')).toMatchObject({ code: 'code/never-ends' })
  })

  test('a cancelled run ends', async () => {
    const controller = new AbortController()
    const running = run('for (;;);', { signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(await jsons('return { ok: true }')).toEqual([{ ok: true }])
  })

  test('a run that is cancelled while it waits for a thread ends at once', async () => {
    const [inLine, running] = [new AbortController(), new AbortController()]
    const workspaceId = newId()
    const loops = [1, 2].map(() => run('for (;;);', { workspaceId, signal: running.signal }))
    const waiting = run('return { ok: true }', { workspaceId, signal: inLine.signal })
    inLine.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' })
    running.abort()
    for (const loop of loops) await expect(loop).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})

describe('code that tries to get out', () => {
  test.each<[string, Given['mode']]>([
    ['Object.prototype.toJSON = () => undefined; return {}', 'all-items'],
    ['Object.prototype.toJSON = () => "items"; return {}', 'all-items'],
    ['Array.prototype.toJSON = () => ({}); return {}', 'each-item'],
    ['Array.prototype.toJSON = () => undefined; return {}', 'each-item'],
    ['Array.prototype.toJSON = () => [{}, {}, {}]; return {}', 'each-item'],
  ])('%s says that it is no result, or none', async (code, mode) => {
    const outcome = await run(code, { mode }).catch((error: unknown) => error)
    if (NodeFailed.is(outcome)) expect(outcome.params.failure.code).toBe('code/invalid-result')
    else expect(outcome).toEqual([])
  })

  test('finds nothing of the host', async () => {
    const names = [
      ...['process', 'require', 'module', 'global', 'Buffer', 'fetch', 'XMLHttpRequest', 'WebAssembly', 'setTimeout'],
      ...['std', 'os', 'scriptArgs', 'print', 'Worker', 'Deno', 'importScripts', '__dirname', 'postMessage'],
    ]
    const code = `return { found: ${JSON.stringify(names)}.filter((name) => {
      try { return new Function('return typeof ' + name)() !== 'undefined' } catch { return false }
    }) }`
    expect(await jsons(code)).toEqual([{ found: [] }])
  })

  test.each([
    'return { p: typeof $input.all.constructor("return this")().process }',
    'return { p: typeof (function () { return this })()?.process }',
    'return { p: typeof globalThis.constructor.constructor("return this")().process }',
  ])('%s', async (code) => {
    expect(await jsons(code)).toEqual([{ p: 'undefined' }])
  })

  test.each(['return await import("node:fs")', 'return await import("/etc/passwd")'])('%s fails', async (code) => {
    expect((await failure(code)).code).toMatch(/^code\//)
  })

  test('a polluted prototype, a changed built-in and a global are gone at the next run', async () => {
    await run(
      'Object.prototype.evil = 1; JSON.parse = () => ({ evil: 1 }); Array.prototype.map = null; globalThis.left = 1',
    )
    expect(await jsons('return { evil: ({}).evil, left: typeof left, n: [1].map((n) => n)[0] }')).toEqual([
      { left: 'undefined', n: 1 },
    ])
    expect(({} as { evil?: number }).evil).toBeUndefined()
  })

  test('a member called __proto__ stays data', async () => {
    const [item] = await run('return JSON.parse(\'{"json":{"__proto__":{"evil":1}}}\')')
    expect(Object.hasOwn(item!.json, 'evil')).toBe(false)
    expect((item!.json as { evil?: number }).evil).toBeUndefined()
  })

  test('workspaces share no instance, though they share threads', async () => {
    const secret = 'globalThis.secret = $json.secret; return {}'
    await Promise.all(Array.from({ length: 8 }, () => run(secret, { items: of({ secret: 's3cret' }) })))
    const seen = await Promise.all(Array.from({ length: 8 }, () => jsons('return { s: typeof secret }')))
    expect(seen).toEqual(Array.from({ length: 8 }, () => [{ s: 'undefined' }]))
  })
})
