import type { Input, ListWorkflows, WorkflowSort } from '@linkflow/contracts'
import type { Cursor } from '@linkflow/postgres'

export type WorkflowFilter = Omit<Input<typeof ListWorkflows>, 'limit' | 'cursor'>

/** Each has an index of its own that begins with the workspace and ends with the id. */
const sorts = {
  updated: { by: 'w.updated_at', position: '$9::timestamptz', order: 'desc', after: '<' },
  created: { by: 'w.created_at', position: '$9::timestamptz', order: 'desc', after: '<' },
  name: { by: 'lower(w.name)', position: 'lower($9::text)', order: 'asc', after: '>' },
} as const satisfies Record<WorkflowSort, unknown>

const uses = (kind: string, parameter: string) =>
  `exists (select from workflow_uses u where u.workspace_id = w.workspace_id and u.kind = '${kind}'
     and u.used = ${parameter} and u.workflow_id = w.id)`

/** The statement that lists workflows; its parameters are {@link listParameters}. */
export function listWorkflows(columns: string, sort: WorkflowSort): string {
  const { by, position, order, after } = sorts[sort]
  return `select ${columns} from workflows w
    where w.workspace_id = $1
      and ($2::text is null or strpos(lower(w.name), lower($2)) > 0)
      and ($3::boolean is null or w.active = $3)
      and case coalesce($4::text, '')
        when 'archived' then w.archived_at is not null
        when 'draft' then w.archived_at is null and w.published_version is null
        when 'inactive' then w.archived_at is null and w.published_version is not null and not w.active
        when 'active' then w.archived_at is null and w.active
        else w.archived_at is null end
      and ($5::text is null or exists (select from workflow_tags t
        where t.workspace_id = w.workspace_id and t.workflow_id = w.id and t.tag = $5))
      and ($6::uuid is null or w.folder_id = $6)
      and ($7::text is null or ${uses('node-type', '$7')})
      and ($8::text is null or ${uses('credential', '$8')})
      and (${position} is null or (${by}, w.id) ${after} (${position}, $10::uuid))
    order by ${by} ${order}, w.id ${order} limit $11`
}

export function listParameters(
  workspaceId: string,
  filter: WorkflowFilter,
  position: Cursor | undefined,
  limit: number,
): unknown[] {
  const { search, active, status, tag, folderId, nodeType, credentialId } = filter
  return [
    workspaceId,
    speakable(search),
    active ?? null,
    status ?? null,
    speakable(tag),
    folderId ?? null,
    speakable(nodeType),
    credentialId?.toLowerCase() ?? null,
    position?.at ?? null,
    position?.id ?? null,
    limit,
  ]
}

/** No text that is stored holds a NUL, and PostgreSQL refuses to look for one. */
function speakable(text: string | undefined): string | null {
  return text?.replaceAll('\u0000', '\ufffd') ?? null
}
