import { Inject, Injectable } from '@nestjs/common'
import type { TagView } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Opening } from '@linkflow/postgres'

const COUNTED = `select tag, count(*)::int as workflows from workflow_tags`

/** The tags of one workspace: each is there while a workflow has it. */
@Injectable()
export class TagStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` tags that come after one, in alphabetical order. */
  list(ctx: Opening, after: string | undefined, limit: number): Promise<TagView[]> {
    return this.database.read(ctx, (reader) =>
      reader.query<TagView>(
        `${COUNTED} where workspace_id = $1 and ($2::text is null or tag > $2) group by tag order by tag limit $3`,
        [reader.workspaceId, after ?? null, limit],
      ),
    )
  }

  /** The tag by its new name; undefined when no workflow had it. */
  rename(ctx: Opening, tag: string, name: string): Promise<TagView | undefined> {
    return this.database.transact(ctx, async (tx) => {
      const place = [tx.workspaceId, tag]
      const moved = await tx.execute(
        `insert into workflow_tags (workspace_id, workflow_id, tag)
         select workspace_id, workflow_id, $3 from workflow_tags where workspace_id = $1 and tag = $2
         on conflict (workspace_id, workflow_id, tag) do update set tag = excluded.tag`,
        [...place, name],
      )
      if (moved === 0) return undefined
      if (tag !== name) await tx.query(`delete from workflow_tags where workspace_id = $1 and tag = $2`, place)
      const [renamed] = await tx.query<TagView>(`${COUNTED} where workspace_id = $1 and tag = $2 group by tag`, [
        tx.workspaceId,
        name,
      ])
      return renamed
    })
  }

  /** Tells whether a workflow had it. */
  delete(ctx: Opening, tag: string): Promise<boolean> {
    return this.database.transact(ctx, async (tx) => {
      const place = [tx.workspaceId, tag]
      return (await tx.execute(`delete from workflow_tags where workspace_id = $1 and tag = $2`, place)) > 0
    })
  }
}
