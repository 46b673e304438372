import { Inject, Injectable } from '@nestjs/common'
import { TemplateNotFound } from '@linkflow/contracts'
import { isId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening } from '@linkflow/postgres'
import type { Template } from '../../domain/template.js'

interface TemplateRow {
  id: string
  name: string
  description: string
  parameters: string
  document: string
  created_at: Date
}

const COLUMNS = 'id, name, description, parameters, document, created_at'

/** The templates of one workspace. */
@Injectable()
export class TemplateStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` templates after the cursor, newest first. */
  list(ctx: Opening, after: Cursor | undefined, limit: number): Promise<Template[]> {
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<TemplateRow>(
        `select ${COLUMNS} from templates
         where workspace_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
         order by created_at desc, id desc limit $4`,
        [reader.workspaceId, after?.at ?? null, after?.id ?? null, limit],
      )
      return rows.map(toTemplate)
    })
  }

  /** @throws TemplateNotFound */
  get(ctx: Opening, id: string): Promise<Template> {
    return this.database.read(ctx, async (reader) => {
      if (!isId(id)) throw TemplateNotFound()
      const [row] = await reader.query<TemplateRow>(
        `select ${COLUMNS} from templates where workspace_id = $1 and id = $2`,
        [reader.workspaceId, id],
      )
      if (!row) throw TemplateNotFound()
      return toTemplate(row)
    })
  }

  /** Keeps a template, once per `Idempotency-Key`, and answers with its view. */
  insert<T extends Template & { createdAt: Date }, V>(ctx: Opening, template: T, view: (template: T) => V): Promise<V> {
    return this.database.transact(ctx, async (tx) => {
      const { id, name, description, parameters, definition, createdAt } = template
      await tx.query(`insert into templates (workspace_id, ${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`, [
        tx.workspaceId,
        id,
        name,
        description,
        JSON.stringify(parameters),
        JSON.stringify(definition),
        createdAt,
      ])
      return view(template)
    })
  }

  /** @throws TemplateNotFound */
  delete(ctx: Opening, id: string): Promise<void> {
    return this.database.transact(ctx, async (tx) => {
      const place = [tx.workspaceId, id]
      const deleted = isId(id)
        ? await tx.execute(`delete from templates where workspace_id = $1 and id = $2`, place)
        : 0
      if (deleted === 0) throw TemplateNotFound()
    })
  }
}

function toTemplate({ id, name, description, parameters, document, created_at }: TemplateRow): Template {
  return {
    id,
    name,
    description,
    parameters: JSON.parse(parameters),
    definition: JSON.parse(document),
    createdAt: created_at,
  }
}
