import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { AuditEntryView, AuditFilter } from './audit-entry-view.js'
import { WorkspaceNotFound } from './problems.js'

export const ListAuditEntries = request('workspace', 'list-audit-entries', {
  summary: 'Lists who did what to what, and from where, newest first. Entries are never changed.',
  http: ['GET', '/workspaces/:id/audit-entries'],
  access: 'audit-entry:list',
  input: z.object({ id: Id, ...AuditFilter, ...PageInput }),
  output: page(AuditEntryView),
  problems: [WorkspaceNotFound],
})
