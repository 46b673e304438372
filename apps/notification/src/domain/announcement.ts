import type { EmailTemplateName, EmailVariables, NotificationEvent } from '@linkflow/contracts'

/** What an announcement about a workspace is told with. */
export interface Occasion {
  key: string
  workspaceName: string
  apiUrl: string
}

/** Something people of a workspace are told, each as they chose. */
export interface Announcement {
  /** The same announcement is told once. */
  key: string
  event: NotificationEvent
  title: string
  text: string
  url: string
  /** Facts for programs. */
  data: Record<string, string | number>
  template: EmailTemplateName
  variables: EmailVariables
}
