import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DraftDefinition, normalize, validate } from './index.js'
import type { TemplateCheck } from './index.js'
import { catalog, draft, link, node, type Link } from './workflow.fixture.js'

const check = (definition: DraftDefinition, checkTemplate?: TemplateCheck) =>
  validate(definition, catalog, checkTemplate ? { checkTemplate } : {})
const brief = (definition: DraftDefinition, checkTemplate?: TemplateCheck) =>
  check(definition, checkTemplate).map(({ code, pointer }) => `${code} ${pointer}`)

describe('nodes', () => {
  test.each<[string, DraftDefinition, string[]]>([
    ['nothing wrong', draft([node('a', 'set')], [link('start', 'a')]), []],
    ['unknown type', draft([node('a', 'zap')], [link('start', 'a')]), ['unknown-node-type /nodes/1/type']],
    [
      'unknown version',
      draft([node('a', 'set', { version: 9 })], [link('start', 'a')]),
      ['unknown-node-version /nodes/1/version'],
    ],
    ['same id', draft([node('start', 'manual')]), ['duplicate-node-id /nodes/1/id']],
    [
      'same name',
      draft([node('a', 'manual', { name: 'A' }), node('b', 'manual', { name: 'A' })]),
      ['duplicate-node-name /nodes/2/name'],
    ],
    [
      'no credential, no url',
      draft([node('a', 'request')], [link('start', 'a')]),
      ['missing-credential /nodes/1/credentials/auth', 'missing-parameter /nodes/1/parameters/url'],
    ],
    ['broken manifest', draft([node('a', 'broken')], [link('start', 'a')]), ['broken-node-type /nodes/1/type']],
    ['refused id', draft([node('__proto__', 'manual')]), ['invalid-definition /nodes/1/id']],
    [
      'too many tries',
      draft([node('a', 'manual', { settings: { retry: { maxTries: 99, backoff: 'fixed', delayMs: 0 } } })]),
      ['invalid-definition /nodes/1/settings/retry/maxTries'],
    ],
  ])('%s', (_, definition, expected) => expect(brief(definition)).toEqual(expected))

  test('what a disabled node lacks is a warning', () => {
    const findings = check(draft([node('a', 'request', { disabled: true })], [link('start', 'a')]))
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['missing-credential', 'warning'],
      ['missing-parameter', 'warning'],
    ])
  })
})

describe('parameters', () => {
  const parameters = (given: Record<string, unknown>, checkTemplate?: TemplateCheck) =>
    brief(
      draft(
        [
          node('a', 'request', {
            parameters: { url: 'https://a.example', ...given },
            credentials: { auth: crypto.randomUUID() },
          }),
        ],
        [link('start', 'a')],
      ),
      checkTemplate,
    ).map((text) => text.replace('/nodes/1/parameters', ''))

  test.each<[string, Record<string, unknown>, string[]]>([
    ['wrong type', { tries: 'x' }, ['invalid-parameter /tries']],
    ['wrong format', { url: 'no url' }, ['invalid-parameter /url']],
    ['several at once', { tries: 0, url: 1 }, ['invalid-parameter /url', 'invalid-parameter /tries']],
    ['unknown member', { 'a/b~c': 1 }, ['invalid-parameter /a~1b~0c']],
    ['a template instead of a number', { tries: '{{ $json.n }}' }, []],
    ['a template instead of an object', { body: '{{ $json.body }}' }, []],
    ['a template instead of a number or null', { limit: '{{ $json.n }}' }, []],
    ['neither number nor null', { limit: 'x' }, ['invalid-parameter /limit']],
    ['the chosen alternative lacks something', { body: { mode: 'form' } }, ['missing-parameter /body/form']],
    ['no alternative', { body: { mode: 'other' } }, ['invalid-parameter /body']],
    ['a template chooses the alternative', { body: { mode: '{{ $json.mode }}', text: 'x' } }, []],
    ['a template inside of an alternative', { body: { mode: 'form', form: '{{ $json.form }}' } }, []],
    ['a condition is met', { paging: { kind: 'cursor' } }, ['missing-parameter /paging/cursor']],
    ['a template decides the condition', { paging: { kind: '{{ $json.kind }}' } }, []],
    [
      'a template beside the condition',
      { paging: { kind: 'cursor', size: '{{ 1 }}' } },
      ['missing-parameter /paging/cursor'],
    ],
    ['braces in a literal parameter', { code: 'f({{a: 1}}, 2)' }, ['invalid-parameter /code']],
  ])('%s', (_, given, expected) => expect(parameters(given)).toEqual(expected))

  test('templates are checked where they stand, but not in literal parameters', () => {
    const refuse: TemplateCheck = (text) => ({ code: 'expression/syntax', message: `no: ${text}`, position: 3 })
    expect(parameters({ limit: '{{ ( }}', code: '{{a}}' }, refuse)).toEqual(['invalid-expression /limit'])
  })

  test('nesting and size are bounded, also for values that contain themselves', () => {
    const self: Record<string, unknown> = {}
    self.again = [self, self]
    const bytes = { big: 'x'.repeat(1_048_577) }
    expect(brief(draft([node('a', 'set', { parameters: self })], [link('start', 'a')]))[0]).toMatch(/^too-(deep|large)/)
    expect(brief(draft([node('a', 'set', { parameters: bytes })], [link('start', 'a')]))).toEqual(['too-large /nodes'])
  })
})

describe('connections', () => {
  const ends = (...connections: Link[]) => brief(draft([node('a', 'set'), node('m', 'merge')], connections))
  const reach = [link('start', 'a'), link('a', 'm', { targetPort: 'input-2' })]

  test.each<[string, Link[], string[]]>([
    ['family of inputs', [], []],
    ['from nowhere', [link('x', 'a')], ['dangling-connection /connections/2/source']],
    ['to nowhere', [link('a', 'x')], ['dangling-connection /connections/2/target']],
    [
      'no such output',
      [link('a', 'm', { sourcePort: 'x', targetPort: 'input-1' })],
      ['unknown-port /connections/2/sourcePort'],
    ],
    ['no such input', [link('a', 'm')], ['unknown-port /connections/2/targetPort']],
    ['family starts at 1', [link('a', 'm', { targetPort: 'input-0' })], ['unknown-port /connections/2/targetPort']],
    [
      'error port unused',
      [link('a', 'm', { sourcePort: 'error', targetPort: 'input-1' })],
      ['unknown-port /connections/2/sourcePort'],
    ],
    ['twice', [link('start', 'a', { sourcePort: 'main' })], ['duplicate-connection /connections/2']],
    ['into a trigger', [link('a', 'start')], ['connection-into-trigger /connections/2/target', 'cycle /nodes/0']],
    ['to itself', [link('a', 'a')], ['self-connection /connections/2']],
  ])('%s', (_, more, expected) => expect(ends(...reach, ...more)).toEqual(expected))

  test('a switch has an output per rule', () => {
    const rules = (value: unknown, port: string) =>
      brief(
        draft(
          [node('s', 'switch', { parameters: { rules: value } }), node('a', 'set')],
          [link('start', 's'), link('s', 'a', { sourcePort: port })],
        ),
      )
    expect(rules([{}, {}], '1')).toEqual([])
    expect(rules([{}, {}], 'fallback')).toEqual([])
    expect(rules([{}, {}], '2')).toEqual(['unknown-port /connections/1/sourcePort'])
    expect(rules('{{ $json.rules }}', '7')).toEqual([])
  })

  test('an error output nobody uses is a warning', () => {
    const settings = { onError: 'error-output' }
    expect(brief(draft([node('a', 'set', { settings })], [link('start', 'a')]))).toEqual([
      'on-error-port-unused /nodes/1/settings/onError',
    ])
  })
})

describe('the graph', () => {
  test('a cycle names its nodes in order', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((id) => node(id, 'set'))
    const links = [link('start', 'a'), link('a', 'b'), link('b', 'c'), link('c', 'a'), link('c', 'd')]
    const [finding] = check(draft(nodes, links))
    expect(finding).toMatchObject({ code: 'cycle', nodeId: 'a', params: { nodeIds: ['a', 'b', 'c'] } })
  })

  test('what no trigger reaches', () => {
    expect(brief(draft([node('a', 'set'), node('b', 'set')], [link('a', 'b')]))).toEqual([
      'unreachable-node /nodes/1',
      'unreachable-node /nodes/2',
    ])
    expect(brief({ nodes: [node('a', 'set')], connections: [] })).toEqual(['no-trigger /nodes'])
  })

  test('two webhooks exclude each other only at one address', () => {
    const hook = (id: string, parameters: Record<string, unknown>) => node(id, 'webhook', { parameters })
    expect(brief(draft([hook('a', {}), hook('b', {})]))).toEqual([])
    expect(brief(draft([hook('a', { path: 'x' }), hook('b', { path: 'y' })]))).toEqual([])
    expect(brief(draft([hook('a', { path: 'x' }), hook('b', { path: 'x', method: 'POST' })]))).toEqual([
      'webhook-conflict /nodes/2/parameters/method',
    ])
  })

  test('time zones', () => {
    expect(brief(draft([], [], { timeZone: 'Europe/Oslo' }))).toEqual([])
    expect(brief(draft([], [], { timeZone: 'Mars/Base' }))).toEqual(['invalid-time-zone /settings/timeZone'])
  })

  test('limits', () => {
    const many = Array.from({ length: 500 }, (_, i) => node(`n${i}`, 'manual'))
    expect(brief(draft(many))).toEqual(['too-many-nodes /nodes'])
    const links = Array.from({ length: 2001 }, () => link('start', 'a'))
    expect(brief(draft([node('a', 'set')], links))).toContain('too-many-connections /connections')
  })
})

test('any draft gets the same answer twice, and never an exception', () => {
  const name = fc.constantFrom('start', 'a', 'b', 'c', '__proto__', '', 'constructor')
  const type = fc.constantFrom('manual', 'webhook', 'request', 'set', 'switch', 'merge', 'broken', 'zap', 'toString')
  const parameters = fc.dictionary(fc.string(), fc.anything())
  const drafts = fc.record({
    nodes: fc.array(
      fc.record(
        {
          id: name,
          type,
          parameters,
          version: fc.double({ noNaN: true, noDefaultInfinity: true }),
          name,
          settings: parameters,
          credentials: fc.dictionary(fc.string(), fc.string()),
        },
        { requiredKeys: ['id', 'type', 'parameters'] },
      ),
      { maxLength: 8 },
    ),
    connections: fc.array(
      fc.record(
        { source: name, target: name, sourcePort: fc.string(), targetPort: fc.string() },
        { requiredKeys: ['source', 'target'] },
      ),
      { maxLength: 12 },
    ),
    settings: parameters,
  })
  fc.assert(
    fc.property(drafts, (given) => {
      const definition = DraftDefinition.parse(given)
      expect(validate(definition, catalog)).toEqual(validate(definition, catalog))
      normalize(definition, catalog)
    }),
  )
})
