import { Nothing, authenticated, internal, publicAccess, request } from '@linkflow/contracts'
import type { Access } from '@linkflow/contracts'
import { expect, test } from '@jest/globals'
import { Problem } from '@linkflow/kernel'
import type { Principal, RequestContext } from '@linkflow/kernel'
import { checkAccess } from './access.js'
import { contextOf } from './host.fixture.js'

const principals = {
  user: { kind: 'user', id: 'u', sessionId: 's' },
  apiKey: { kind: 'api-key', id: 'k', userId: 'u' },
  webhook: { kind: 'service', id: 'webhook' },
  executionService: { kind: 'service', id: 'execution' },
  execution: { kind: 'execution', id: 'e' },
  anonymous: { kind: 'anonymous' },
} as const satisfies Record<string, Principal>
type Who = keyof typeof principals

const all = Object.keys(principals) as Who[]
const permission: Access = { kind: 'permission', permission: 'workflow:read' }

/** What checking gives: nothing, or the code of a problem. */
function check(access: Access, ctx: RequestContext): string {
  const contract = request('workflow', 'get-thing', { summary: 'x', access, input: Nothing, output: Nothing })
  try {
    checkAccess(contract, ctx)
    return 'ok'
  } catch (error) {
    return error instanceof Problem ? error.code : 'broken'
  }
}

const table: [string, Access, Partial<Record<Who, string>>, string][] = [
  ['public', publicAccess('test'), {}, 'ok'],
  ['authenticated', authenticated(), { user: 'ok', apiKey: 'ok' }, 'auth/unauthenticated'],
  ['internal to webhook', internal('webhook'), { webhook: 'ok' }, 'auth/forbidden'],
  ['internal to execution', internal('execution'), { execution: 'ok', executionService: 'ok' }, 'auth/forbidden'],
  ['internal to nobody', internal(), {}, 'auth/forbidden'],
  ['a permission they lack', permission, { anonymous: 'auth/unauthenticated' }, 'auth/forbidden'],
]

test.each(
  table.flatMap(([name, access, given, otherwise]) =>
    all.map((who) => [name, who, access, given[who] ?? otherwise] as const),
  ),
)('%s, %s', (_name, who, access, expected) => {
  expect(check(access, contextOf(principals[who]))).toBe(expected)
})

test('a permission counts in a workspace only', () => {
  const holder = contextOf(principals.user, ['workflow:read'])
  expect(check(permission, holder)).toBe('ok')
  expect(check(permission, { ...holder, workspaceId: undefined })).toBe('auth/forbidden')
  expect(check(permission, contextOf(principals.user, ['workflow:update', 'workflow:*', '*']))).toBe('auth/forbidden')
  expect(check(permission, contextOf(principals.anonymous, ['workflow:read']))).toBe('auth/unauthenticated')
})
