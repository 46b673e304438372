import type { OutgoingMessageView } from '@linkflow/contracts'
import type { OutgoingMessage } from '../../domain/outgoing-message.js'

export interface MessageRow {
  id: string
  key: string
  workspace_id: string | null
  user_id: string | null
  channel: OutgoingMessage['channel']
  about: string
  recipient: string
  state: OutgoingMessageView['state']
  attempts: number
  due_at: Date
  provider: string | null
  error: string | null
  created_at: Date
  finished_at: Date | null
}

export function toMessage(row: MessageRow): Omit<OutgoingMessage, 'content'> {
  return {
    id: row.id,
    key: row.key,
    ...(row.workspace_id === null ? {} : { workspaceId: row.workspace_id }),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    channel: row.channel,
    about: row.about,
    recipient: row.recipient,
    dueAt: row.due_at,
    createdAt: row.created_at,
  }
}

export function viewMessage(row: MessageRow): OutgoingMessageView {
  return {
    id: row.id,
    channel: row.channel,
    about: row.about,
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    ...(row.provider === null ? {} : { provider: row.provider }),
    ...(row.error === null ? {} : { error: row.error }),
    createdAt: row.created_at.toISOString(),
    ...(row.state === 'queued' ? { nextAttemptAt: row.due_at.toISOString() } : {}),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
  }
}
