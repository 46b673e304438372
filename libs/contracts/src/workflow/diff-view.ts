import { z } from 'zod'

const Connection = z.object({
  source: z.string(),
  sourcePort: z.string(),
  target: z.string(),
  targetPort: z.string(),
})

const Change = z.object({
  pointer: z.string().describe('JSON pointer into the node or the settings.'),
  before: z.unknown().optional().describe('Absent where it was added.'),
  after: z.unknown().optional().describe('Absent where it was removed.'),
})

/** What was done to get from one definition to another. Nodes are the same by id, connections by their ends. */
export const DiffView = z.object({
  nodes: z.object({
    added: z.array(z.string()),
    removed: z.array(z.string()),
    changed: z.array(z.object({ nodeId: z.string(), changes: z.array(Change) })),
  }),
  connections: z.object({ added: z.array(Connection), removed: z.array(Connection) }),
  settings: z.array(Change),
})
export type DiffView = z.infer<typeof DiffView>
