import { StartError } from '@linkflow/postgres'
import type { Database } from '@linkflow/postgres'
import type { Keyring } from '../../domain/keyring.js'

/**
 * Compares the configured keys with those the database has known since their first start: with a wrong key everything
 * would seem to work until the first secret is needed, and new secrets would go under a key nobody keeps.
 *
 * @throws StartError
 */
export async function checkKeys(database: Database, keyring: Keyring): Promise<void> {
  await database.system('check the key encryption keys', async (tx) => {
    for (const id of keyring.ids) {
      const value = keyring.checkValue(id)
      await tx.query(`insert into key_checks (key_id, value) values ($1, $2) on conflict do nothing`, [id, value])
      const [stored] = await tx.query<{ value: Buffer }>(`select value from key_checks where key_id = $1`, [id])
      if (!stored?.value.equals(value))
        throw new StartError(
          `LINKFLOW_KEKS: "${id}" is not the key of that name that this database was encrypted with.`,
        )
    }
    const missing = await tx.query<{ key_id: string }>(
      `select key_id from key_checks k
       where key_id <> all($1) and exists (select from credentials c where c.key_id = k.key_id) order by key_id`,
      [keyring.ids],
    )
    if (missing.length > 0)
      throw new StartError(
        `LINKFLOW_KEKS: credentials are still encrypted with ${missing.map((row) => `"${row.key_id}"`).join(', ')}.`,
      )
  })
}
