import type { EmailTemplateContent, EmailTemplateName, NotificationEvent } from '@linkflow/contracts'

/** What stands for a name in a template. A url is a link of http or https and nothing else. */
export interface TemplateVariable {
  name: string
  kind: 'text' | 'url' | 'list'
  /** Of the items of a list. */
  fields?: readonly string[]
  sample: string | readonly Record<string, string>[]
  /** Stands for it in messages that were queued before there was this variable. */
  fallback?: string
}

/** A template LinkFlow comes with. */
export interface BuiltInTemplate extends EmailTemplateContent {
  name: EmailTemplateName
  /** What it tells of, when people can turn it off; mails somebody asked for have none. */
  event?: NotificationEvent
  /** Whether it is about an account, so that no workspace may change it. */
  fixed: boolean
  variables: readonly TemplateVariable[]
}
