import { WorkflowDefinition } from './definition.js'
import type { Check } from './finding.js'
import { pointerOf } from './pointer.js'

export const MAX_NODES = 500
export const MAX_CONNECTIONS = 2_000

/** Shape, size limits and settings. */
export function checkWorkflow(check: Check): void {
  const { definition, report } = check
  checkShape(check)
  if (definition.nodes.length > MAX_NODES)
    report({
      code: 'too-many-nodes',
      message: `A workflow may have at most ${MAX_NODES} nodes.`,
      pointer: '/nodes',
      params: { limit: MAX_NODES, count: definition.nodes.length },
    })
  if (definition.connections.length > MAX_CONNECTIONS)
    report({
      code: 'too-many-connections',
      message: `A workflow may have at most ${MAX_CONNECTIONS} connections.`,
      pointer: '/connections',
      params: { limit: MAX_CONNECTIONS, count: definition.connections.length },
    })
  const timeZone = definition.settings?.timeZone
  if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    report({
      code: 'invalid-time-zone',
      message: `There is no time zone ${JSON.stringify(timeZone)}.`,
      pointer: '/settings/timeZone',
      params: { timeZone },
    })
}

/** What the lenient schema of drafts lets pass and the strict one does not. */
function checkShape({ definition, report }: Check): void {
  const parsed = WorkflowDefinition.safeParse(definition)
  for (const issue of parsed.error?.issues ?? []) {
    const [list, index] = issue.path
    const node = list === 'nodes' && typeof index === 'number' ? definition.nodes[index] : undefined
    report({
      code: 'invalid-definition',
      message: issue.message,
      ...(node ? { nodeId: node.id } : {}),
      pointer: pointerOf(issue.path),
      params: { rule: issue.code },
    })
  }
}

// Making an Intl formatter costs some 30 us; there are about 600 names, so the memory is bounded by what is valid.
const knownTimeZones = new Set<string>(['UTC'])

function isTimeZone(name: string): boolean {
  if (knownTimeZones.has(name)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    return false
  }
  // Names are case-insensitive: remember the usual spelling only.
  if (knownTimeZones.size < 1_000) knownTimeZones.add(name)
  return true
}
