import type { Transaction } from '@linkflow/postgres'

const BY_ID = [
  `delete from notifications where user_id = $1`,
  `delete from notification_preferences where user_id = $1`,
  `delete from notification_settings where user_id = $1`,
  `delete from notification_endpoints where user_id = $1`,
  `update email_templates set created_by = null where created_by = $1::text`,
]

const BY_ID_OR_ADDRESS = [
  `delete from outgoing_messages where user_id = $1 or encode(sha256(convert_to(recipient, 'UTF8')), 'hex') = $2`,
  `delete from digest_items where user_id = $1 or encode(sha256(convert_to(address, 'UTF8')), 'hex') = $2`,
]

/** Deletes in a system transaction what was kept about or for a person; may be repeated. */
export async function forgetPerson(
  tx: Transaction,
  { userId, emailHash }: { userId: string; emailHash: string },
): Promise<void> {
  for (const statement of BY_ID) await tx.execute(statement, [userId])
  for (const statement of BY_ID_OR_ADDRESS) await tx.execute(statement, [userId, emailHash])
}
