import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, RawReply } from '../core/schemas.js'
import { AuditFilter } from './audit-entry-view.js'
import { WorkspaceNotFound } from './problems.js'

/** Most entries of one export; narrow it by time for more. */
export const MAX_EXPORTED_ENTRIES = 10_000

export const ExportAuditEntries = request('workspace', 'export-audit-entries', {
  summary: 'Gives audit entries as a file, newest first, 10,000 at most: ask for those before the last one to go on.',
  http: ['GET', '/workspaces/:id/audit-entries/export', { reply: 'raw' }],
  access: 'audit-entry:list',
  input: z.object({ id: Id, ...AuditFilter, format: z.enum(['ndjson', 'csv']).default('ndjson') }),
  output: RawReply,
  problems: [WorkspaceNotFound],
  maxBytes: 16 * 1024 * 1024,
})
