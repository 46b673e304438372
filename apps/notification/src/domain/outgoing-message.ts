import type { EmailTemplateName, EmailVariables, NotificationEvent, OutgoingMessageView } from '@linkflow/contracts'

/** What an e-mail is made of when its turn comes. */
export interface EmailContent {
  kind: 'email'
  template: EmailTemplateName
  to: { address: string; name?: string }
  variables: EmailVariables
  /** What the link in it ends; mails that somebody asked for have none. */
  unsubscribeFrom?: NotificationEvent
}

/** What an endpoint is told. */
export interface EndpointContent {
  kind: 'webhook' | 'slack'
  endpointId: string
  event: NotificationEvent | 'test'
  title: string
  text: string
  url?: string
  data: Record<string, string | number>
}

export type MessageContent = EmailContent | EndpointContent

/** A message in the queue. */
export interface OutgoingMessage {
  id: string
  /** The same message is queued once. */
  key: string
  workspaceId?: string
  userId?: string
  channel: 'email' | 'webhook' | 'slack'
  about: string
  recipient: string
  content: MessageContent
  dueAt: Date
  createdAt: Date
}

/** A message somebody has taken out of the queue, to be settled before its lease ends. */
export interface ClaimedMessage extends Omit<OutgoingMessage, 'content'> {
  /** Absent when it does not open any more. */
  content?: MessageContent
  leaseId: string
  /** This one included. */
  attempts: number
}

export type MessageState = OutgoingMessageView['state']

/** What became of one attempt. */
export type Outcome =
  | { kind: 'sent'; provider: string }
  | { kind: 'failed'; provider: string; error: string; permanent: boolean }
  | { kind: 'not-configured' }
  | { kind: 'suppressed' }
