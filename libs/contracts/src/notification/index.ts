export { CountUnreadNotifications } from './count-unread-notifications.js'
export { CreateNotificationEndpoint } from './create-notification-endpoint.js'
export { DeleteNotificationEndpoint } from './delete-notification-endpoint.js'
export { DeleteNotification } from './delete-notification.js'
export { GetEmailTemplate } from './get-email-template.js'
export { GetNotificationPreferences } from './get-notification-preferences.js'
export { ListEmailTemplateVersions } from './list-email-template-versions.js'
export { ListEmailTemplates } from './list-email-templates.js'
export { ListNotificationEndpoints } from './list-notification-endpoints.js'
export { ListNotifications } from './list-notifications.js'
export { ListOutgoingMessages } from './list-outgoing-messages.js'
export { MarkAllNotificationsRead } from './mark-all-notifications-read.js'
export { MarkNotificationRead } from './mark-notification-read.js'
export { PreviewEmailTemplate } from './preview-email-template.js'
export { RestoreEmailTemplate } from './restore-email-template.js'
export { SendEmail } from './send-email.js'
export { SendTestNotification } from './send-test-notification.js'
export { ShowUnsubscribe } from './show-unsubscribe.js'
export { Unsubscribe } from './unsubscribe.js'
export { UpdateEmailTemplate } from './update-email-template.js'
export { UpdateNotificationPreferences } from './update-notification-preferences.js'
export { NotificationNews, notificationsSubject } from './live.js'
export {
  EmailTemplateFixed,
  EmailTemplateNotFound,
  NotificationEndpointNotFound,
  NotificationNotFound,
  TooManyNotificationEndpoints,
  UnsubscribeLinkInvalid,
} from './problems.js'
export {
  EmailTemplateContent,
  EmailTemplateName,
  EmailTemplateSummary,
  EmailTemplateVariable,
  EmailTemplateVersion,
  EmailTemplateView,
  EmailVariables,
  NotificationChannel,
  NotificationEndpointView,
  NotificationEvent,
  NotificationPreference,
  NotificationTiming,
  NotificationView,
  OutgoingMessageView,
  PreferencesView,
  QuietHours,
  emailTemplateNames,
  notificationChannels,
  notificationEvents,
  notificationTimings,
  outgoingStates,
} from './views.js'
