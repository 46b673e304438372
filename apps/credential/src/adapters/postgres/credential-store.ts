import { Inject, Injectable } from '@nestjs/common'
import { CredentialNotFound } from '@linkflow/contracts'
import type { CredentialView } from '@linkflow/contracts'
import { Database, decodeCursor } from '@linkflow/postgres'
import type { Opening } from '@linkflow/postgres'
import { viewCredential } from '../../domain/credential.js'
import type { Credential } from '../../domain/credential.js'
import type { Envelope } from '../../domain/envelope.js'
import type { Release } from '../../domain/release.js'
import { SEALED_COLUMNS, VIEW_COLUMNS, credentialOf, envelopeOf } from './credential-row.js'
import type { CredentialRow, SealedRow } from './credential-row.js'

/** Credentials of workspaces, sealed, and the record of their releases. */
@Injectable()
export class CredentialStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Stores a credential; a repeat of the request gets the first answer. */
  create(ctx: Opening, credential: Credential, envelope: Envelope): Promise<CredentialView> {
    const { id, name, type, version, fingerprint, publicFields, createdAt } = credential
    const { algorithm, keyId, wrappedKey, iv, tag, ciphertext } = envelope
    return this.database.transact(ctx, async (tx) => {
      await tx.query(
        `insert into credentials (workspace_id, id, name, type, version, algorithm, key_id, wrapped_key, iv, tag,
           ciphertext, fingerprint, public_fields, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
        [
          ...[tx.workspaceId, id, name, type, version],
          ...[algorithm, keyId, wrappedKey, iv, tag, ciphertext],
          ...[fingerprint, JSON.stringify(publicFields), createdAt],
        ],
      )
      return viewCredential(credential)
    })
  }

  /** @throws CredentialNotFound */
  get(ctx: Opening, id: string): Promise<Credential> {
    return this.database.read(ctx, async (reader) => {
      const [row] = await reader.query<CredentialRow>(
        `select ${VIEW_COLUMNS} from credentials where workspace_id = $1 and id = $2`,
        [reader.workspaceId, id],
      )
      if (!row) throw CredentialNotFound()
      return credentialOf(row)
    })
  }

  /** Newest first, one more than `limit` when there are more. */
  list(ctx: Opening, page: { type?: string; limit: number; cursor?: string }): Promise<Credential[]> {
    const after = decodeCursor(page.cursor)
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<CredentialRow>(
        `select ${VIEW_COLUMNS} from credentials
         where workspace_id = $1 and ($2::text is null or type = $2)
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5`,
        [reader.workspaceId, page.type, after?.at, after?.id, page.limit + 1],
      )
      return rows.map(credentialOf)
    })
  }

  /** Which of the ids are credentials; texts that are no id are none. */
  find(ctx: Opening, ids: readonly string[]): Promise<{ id: string; type: string }[]> {
    return this.database.read(ctx, (reader) =>
      reader.query<{ id: string; type: string }>(
        `select id, type from credentials where workspace_id = $1 and id::text = any($2::text[])`,
        [reader.workspaceId, ids],
      ),
    )
  }

  /** @throws CredentialNotFound */
  delete(ctx: Opening, id: string): Promise<void> {
    return this.database.transact(ctx, async (tx) => {
      const deleted = await tx.query(`delete from credentials where workspace_id = $1 and id = $2 returning 1`, [
        tx.workspaceId,
        id,
      ])
      if (deleted.length === 0) throw CredentialNotFound()
    })
  }

  /**
   * Opens a credential of one of the types (any, when none is named) with `open` and records it: no secret leaves
   * without its record, no record stays without its secret.
   *
   * @throws CredentialNotFound
   */
  release<T>(
    ctx: Opening,
    release: Release & { types: readonly string[] },
    open: (credential: Credential, envelope: Envelope) => T,
  ): Promise<T> {
    const { id, credentialId, use, releasedTo, releasedAt, types } = release
    return this.database.transact(ctx, async (tx) => {
      const [row] = await tx.query<CredentialRow & SealedRow>(
        `select ${VIEW_COLUMNS}, ${SEALED_COLUMNS} from credentials
         where workspace_id = $1 and id = $2 and (cardinality($3::text[]) = 0 or type = any($3))`,
        [tx.workspaceId, credentialId, types],
      )
      if (!row) throw CredentialNotFound()
      const opened = open(credentialOf(row), envelopeOf(row))
      const node = use.kind === 'node-execution' ? use : undefined
      const webhook = use.kind === 'webhook' ? use : undefined
      await tx.query(
        `insert into credential_releases (workspace_id, id, credential_id, use, execution_id, node_id, attempt,
           webhook_id, released_to, released_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ...[tx.workspaceId, id, credentialId, use.kind, node?.executionId, node?.nodeId, node?.attempt],
          ...[webhook?.webhookId, releasedTo, releasedAt],
        ],
      )
      return opened
    })
  }

  /**
   * Seals the data keys of up to 100 credentials after `after` with another key; gives the last one seen, undefined at
   * the end. What `rewrap` gives nothing for stays as it is.
   */
  rewrapBatch(
    activeKeyId: string,
    after: { workspaceId: string; id: string } | undefined,
    rewrap: (workspaceId: string, credential: Credential, envelope: Envelope) => Envelope | undefined,
  ): Promise<{ workspaceId: string; id: string } | undefined> {
    return this.database.system('rewrap data keys', async (tx) => {
      // Skips what another replica works on, or somebody is deleting: it is met again at the next look.
      const rows = await tx.query<CredentialRow & SealedRow & { workspace_id: string }>(
        `select workspace_id, ${VIEW_COLUMNS}, ${SEALED_COLUMNS} from credentials
         where key_id <> $1 and ($2::uuid is null or (workspace_id, id) > ($2, $3::uuid))
         order by workspace_id, id limit 100 for update skip locked`,
        [activeKeyId, after?.workspaceId, after?.id],
      )
      for (const row of rows) {
        const envelope = rewrap(row.workspace_id, credentialOf(row), envelopeOf(row))
        if (envelope)
          await tx.query(`update credentials set key_id = $3, wrapped_key = $4 where workspace_id = $1 and id = $2`, [
            row.workspace_id,
            row.id,
            envelope.keyId,
            envelope.wrappedKey,
          ])
      }
      const last = rows.at(-1)
      return last && { workspaceId: last.workspace_id, id: last.id }
    })
  }
}
