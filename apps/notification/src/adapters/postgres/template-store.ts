import { Inject, Injectable } from '@nestjs/common'
import type { EmailTemplateContent, EmailTemplateName, EmailTemplateVersion } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Opening, Reader } from '@linkflow/postgres'

interface TemplateRow {
  name: EmailTemplateName
  version: number
  subject: string | null
  body_text: string | null
  body_html: string | null
  created_at: Date
  created_by: string | null
}

const MAX_LISTED = 20

/** The workspace's own versions of e-mail templates; the latest one counts. */
@Injectable()
export class TemplateStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The latest version of every template that has one. */
  latest(ctx: Opening): Promise<Map<EmailTemplateName, EmailTemplateVersion>> {
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<TemplateRow>(
        `select distinct on (name) * from email_templates where workspace_id = $1 order by name, version desc`,
        [reader.workspaceId],
      )
      return new Map(rows.map((row) => [row.name, toVersion(row)]))
    })
  }

  find(ctx: Opening, name: EmailTemplateName): Promise<EmailTemplateVersion | undefined> {
    return this.database.read(ctx, (reader) => find(reader, name))
  }

  /** The last versions, newest first. */
  list(ctx: Opening, name: EmailTemplateName): Promise<EmailTemplateVersion[]> {
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<TemplateRow>(
        `select * from email_templates where workspace_id = $1 and name = $2 order by version desc limit ${MAX_LISTED}`,
        [reader.workspaceId, name],
      )
      return rows.map(toVersion)
    })
  }

  /** Adds a version; without content it puts the built-in template back. */
  add(
    ctx: Opening,
    name: EmailTemplateName,
    version: { content?: EmailTemplateContent; createdBy: string; now: Date },
  ): Promise<EmailTemplateVersion> {
    return this.database.transact(ctx, async (tx) => {
      // Two versions at once would both take the next number.
      await tx.query(`select pg_advisory_xact_lock(hashtext($1))`, [`${tx.workspaceId}/${name}`])
      const current = await find(tx, name)
      if (version.content === undefined && (current === undefined || current.restored))
        return current ?? { version: 0, restored: true, createdAt: version.now.toISOString() }
      const { content, createdBy, now } = version
      const [row] = await tx.query<TemplateRow>(
        `insert into email_templates (workspace_id, name, version, subject, body_text, body_html, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning *`,
        [
          tx.workspaceId,
          name,
          (current?.version ?? 0) + 1,
          content?.subject ?? null,
          content?.text ?? null,
          content?.html ?? null,
          now,
          createdBy,
        ],
      )
      return toVersion(row!)
    })
  }
}

async function find(reader: Reader, name: EmailTemplateName): Promise<EmailTemplateVersion | undefined> {
  const [row] = await reader.query<TemplateRow>(
    `select * from email_templates where workspace_id = $1 and name = $2 order by version desc limit 1`,
    [reader.workspaceId, name],
  )
  return row && toVersion(row)
}

function toVersion(row: TemplateRow): EmailTemplateVersion {
  const { subject, body_text: text, body_html: html } = row
  const content = subject !== null && text !== null && html !== null ? { subject, text, html } : undefined
  return {
    version: row.version,
    restored: content === undefined,
    createdAt: row.created_at.toISOString(),
    ...(row.created_by === null ? {} : { createdBy: row.created_by }),
    ...(content && { content }),
  }
}
