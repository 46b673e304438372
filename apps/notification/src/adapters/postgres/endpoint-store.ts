import { Inject, Injectable } from '@nestjs/common'
import { NotificationEndpointNotFound, TooManyNotificationEndpoints } from '@linkflow/contracts'
import type { NotificationEvent } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening, Reader, Transaction } from '@linkflow/postgres'
import { CONFIG } from '@linkflow/service'
import type { NotificationConfig } from '../../config.js'
import type { Endpoint, OpenEndpoint } from '../../domain/endpoint.js'
import type { Place } from '../../domain/own-place.js'
import { seal, unseal } from '../../domain/sealed.js'

interface EndpointRow {
  id: string
  workspace_id: string
  user_id: string | null
  kind: Endpoint['kind']
  host: string
  sealed: Buffer
  events: NotificationEvent[]
  created_at: Date
}

/** Addresses that notifications are sent to; the addresses themselves are encrypted. */
@Injectable()
export class EndpointStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: NotificationConfig,
  ) {}

  /** @throws TooManyNotificationEndpoints */
  create(ctx: Opening, endpoint: OpenEndpoint): Promise<void> {
    const { id, userId, kind, host, events, createdAt, secret } = endpoint
    return this.database.transact(ctx, async (tx) => {
      await this.makeRoom(tx, userId)
      const sealed = seal(secret, placeOf(id), this.config.LINKFLOW_NOTIFICATION_KEY)
      await tx.query(
        `insert into notification_endpoints (workspace_id, id, user_id, kind, host, sealed, events, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tx.workspaceId, id, userId ?? null, kind, host, sealed, events, createdAt],
      )
    })
  }

  /** A person's endpoints and those of the workspace, newest first. */
  list(place: Place, cursor: Cursor | undefined, limit: number): Promise<Endpoint[]> {
    return this.database.read(place, async (reader) => {
      const rows = await reader.query<EndpointRow>(
        `select * from notification_endpoints
         where workspace_id = $1 and (user_id is null or user_id = $2)
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5`,
        [reader.workspaceId, place.userId, cursor?.at ?? null, cursor?.id ?? null, limit],
      )
      return rows.map(toEndpoint)
    })
  }

  /** All that want to know of an event; for a test, all there are. */
  async listeningTo(reader: Reader, event: NotificationEvent | 'test'): Promise<Endpoint[]> {
    const rows = await reader.query<EndpointRow>(
      `select * from notification_endpoints where workspace_id = $1 and ($2 = 'test' or $2 = any(events))`,
      [reader.workspaceId, event],
    )
    return rows.map(toEndpoint)
  }

  /**
   * An endpoint with its address.
   *
   * @throws SealBroken
   */
  open(ctx: Opening, id: string): Promise<OpenEndpoint | undefined> {
    return this.database.read(ctx, async (reader) => {
      const [row] = await reader.query<EndpointRow>(
        `select * from notification_endpoints where workspace_id = $1 and id = $2`,
        [reader.workspaceId, id],
      )
      if (!row) return undefined
      const secret = unseal(row.sealed, placeOf(id), this.config.LINKFLOW_NOTIFICATION_KEY) as OpenEndpoint['secret']
      return { ...toEndpoint(row), secret }
    })
  }

  /**
   * @param workspaceToo whether the caller may delete those of the workspace
   * @throws NotificationEndpointNotFound
   */
  delete(place: Place, id: string, workspaceToo: boolean): Promise<void> {
    return this.database.transact(place, async (tx) => {
      const deleted = await tx.execute(
        `delete from notification_endpoints
         where workspace_id = $1 and id = $2 and (user_id = $3 or user_id is null and $4)`,
        [tx.workspaceId, id, place.userId, workspaceToo],
      )
      if (deleted === 0) throw NotificationEndpointNotFound()
    })
  }

  private async makeRoom(tx: Transaction, userId: string | undefined): Promise<void> {
    const limit = this.config.LINKFLOW_NOTIFICATION_ENDPOINTS
    // Two at once would both count what there was before them.
    await tx.query(`select pg_advisory_xact_lock(hashtext($1))`, [`endpoints/${tx.workspaceId}/${userId}`])
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int from notification_endpoints where workspace_id = $1 and user_id is not distinct from $2`,
      [tx.workspaceId, userId ?? null],
    )
    if ((row?.count ?? 0) >= limit) throw TooManyNotificationEndpoints({ limit })
  }
}

function toEndpoint(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    kind: row.kind,
    host: row.host,
    events: row.events,
    createdAt: row.created_at,
  }
}

const placeOf = (id: string): string => `endpoint/${id}`
