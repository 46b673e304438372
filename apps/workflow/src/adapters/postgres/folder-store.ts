import { Inject, Injectable } from '@nestjs/common'
import { FolderNotFound } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening, Reader, Transaction } from '@linkflow/postgres'
import type { CountedFolder, Folder, FolderTree } from '../../domain/folder.js'

interface FolderRow {
  id: string
  name: string
  parent_id: string | null
  created_at: Date
  workflows: number
}

const COLUMNS = `f.id, f.name, f.parent_id, f.created_at,
  (select count(*)::int from workflows w
   where w.workspace_id = f.workspace_id and w.folder_id = f.id and w.archived_at is null) as workflows`

/** The folders of one workspace. */
@Injectable()
export class FolderStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` folders after the cursor, oldest first. */
  list(ctx: Opening, cursor: Cursor | undefined, limit: number): Promise<CountedFolder[]> {
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<FolderRow>(
        `select ${COLUMNS} from folders f
         where f.workspace_id = $1 and ($2::timestamptz is null or (f.created_at, f.id) > ($2, $3::uuid))
         order by f.created_at, f.id limit $4`,
        [reader.workspaceId, cursor?.at ?? null, cursor?.id ?? null, limit],
      )
      return rows.map(toFolder)
    })
  }

  transact<T>(ctx: Opening, fn: (tx: FolderWriter) => Promise<T>): Promise<T> {
    return this.database.transact(ctx, (tx) => fn(new FolderWriter(tx)))
  }
}

/** The folders of one workspace, inside a transaction. */
export class FolderWriter {
  constructor(private readonly tx: Transaction) {}

  /** @throws FolderNotFound */
  async get(id: string): Promise<CountedFolder> {
    return getFolder(this.tx, id)
  }

  /** The tree as it stays until commit: two moves at once could put two folders into each other. */
  async lockTree(): Promise<FolderTree> {
    const { workspaceId } = this.tx
    await this.tx.query(`select pg_advisory_xact_lock(hashtextextended('workflow/folders/' || $1::text, 0))`, [
      workspaceId,
    ])
    const rows = await this.tx.query<Pick<FolderRow, 'id' | 'parent_id'>>(
      `select id, parent_id from folders where workspace_id = $1`,
      [workspaceId],
    )
    return new Map(rows.map(({ id, parent_id }) => [id, parent_id ?? undefined]))
  }

  async insert({ id, name, parentId, createdAt }: Folder): Promise<void> {
    await this.tx.query(
      `insert into folders (workspace_id, id, parent_id, name, created_at) values ($1, $2, $3, $4, $5)`,
      [this.tx.workspaceId, id, parentId ?? null, name, createdAt],
    )
  }

  async rename(id: string, name: string): Promise<void> {
    await this.tx.query(`update folders set name = $3 where workspace_id = $1 and id = $2`, [
      this.tx.workspaceId,
      id,
      name,
    ])
  }

  async move(id: string, parentId: string | undefined): Promise<void> {
    await this.tx.query(`update folders set parent_id = $3 where workspace_id = $1 and id = $2`, [
      this.tx.workspaceId,
      id,
      parentId ?? null,
    ])
  }

  /** Deletes a folder after everything in it has moved to `parentId`. */
  async dissolve(id: string, parentId: string | undefined): Promise<void> {
    const place = [this.tx.workspaceId, id, parentId ?? null]
    // From here on nobody moves a workflow into it: one that had moved unseen would keep the folder from being deleted.
    await this.tx.query(`select 1 from folders where workspace_id = $1 and id = $2 for update`, place.slice(0, 2))
    await this.tx.query(`update workflows set folder_id = $3 where workspace_id = $1 and folder_id = $2`, place)
    await this.tx.query(`update folders set parent_id = $3 where workspace_id = $1 and parent_id = $2`, place)
    await this.tx.query(`delete from folders where workspace_id = $1 and id = $2`, place.slice(0, 2))
  }
}

/** @throws FolderNotFound */
async function getFolder(reader: Reader, id: string): Promise<CountedFolder> {
  const [row] = await reader.query<FolderRow>(
    `select ${COLUMNS} from folders f where f.workspace_id = $1 and f.id = $2`,
    [reader.workspaceId, id],
  )
  if (!row) throw FolderNotFound()
  return toFolder(row)
}

function toFolder(row: FolderRow): CountedFolder {
  const { id, name, workflows } = row
  return {
    id,
    name,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    workflows,
    createdAt: row.created_at,
  }
}
