import { contractsOf } from '@linkflow/contracts'
import { CONFIG, defineService } from '@linkflow/service'
import { MailProviders, createMailProviders } from './adapters/mail/mail-providers.js'
import { DigestStore } from './adapters/postgres/digest-store.js'
import { EndpointStore } from './adapters/postgres/endpoint-store.js'
import { FactStore } from './adapters/postgres/fact-store.js'
import { FailureStore } from './adapters/postgres/failure-store.js'
import { MessageStore } from './adapters/postgres/message-store.js'
import { NotificationStore } from './adapters/postgres/notification-store.js'
import { PreferenceStore } from './adapters/postgres/preference-store.js'
import { notificationSchema } from './adapters/postgres/schema.js'
import { TemplateStore } from './adapters/postgres/template-store.js'
import { AfterCommit } from './app/after-commit.js'
import { AnnounceFacts } from './app/announce-facts.js'
import { AnnounceFailures } from './app/announce-failures.js'
import { Announcer } from './app/announcer.js'
import { CountFailures } from './app/count-failures.js'
import { CountUnreadNotificationsHandler } from './app/count-unread-notifications.js'
import { CreateNotificationEndpointHandler } from './app/create-notification-endpoint.js'
import { DeleteNotificationHandler } from './app/delete-notification.js'
import { DeleteNotificationEndpointHandler } from './app/delete-notification-endpoint.js'
import { DeliverEmail } from './app/deliver-email.js'
import { DeliverToEndpoint } from './app/deliver-to-endpoint.js'
import { FailureReader } from './app/failure-reader.js'
import { ForgetUser } from './app/forget-user.js'
import { GetEmailTemplateHandler } from './app/get-email-template.js'
import { GetNotificationPreferencesHandler } from './app/get-notification-preferences.js'
import { KeepHouse } from './app/keep-house.js'
import { KeepInvoices } from './app/keep-invoices.js'
import { KeepQuotaAlerts } from './app/keep-quota-alerts.js'
import { KeepSubscriptionChanges } from './app/keep-subscription-changes.js'
import { ListEmailTemplateVersionsHandler } from './app/list-email-template-versions.js'
import { ListEmailTemplatesHandler } from './app/list-email-templates.js'
import { ListNotificationEndpointsHandler } from './app/list-notification-endpoints.js'
import { ListNotificationsHandler } from './app/list-notifications.js'
import { ListOutgoingMessagesHandler } from './app/list-outgoing-messages.js'
import { LiveNews } from './app/live-news.js'
import { MarkAllNotificationsReadHandler } from './app/mark-all-notifications-read.js'
import { MarkNotificationReadHandler } from './app/mark-notification-read.js'
import { NotificationMetrics } from './app/notification-metrics.js'
import { PreviewEmailTemplateHandler } from './app/preview-email-template.js'
import { RestoreEmailTemplateHandler } from './app/restore-email-template.js'
import { SendDigests } from './app/send-digests.js'
import { SendEmailHandler } from './app/send-email.js'
import { SendMessages } from './app/send-messages.js'
import { SendTestNotificationHandler } from './app/send-test-notification.js'
import { ShowUnsubscribeHandler } from './app/show-unsubscribe.js'
import { UnsubscribeHandler } from './app/unsubscribe.js'
import { UpdateEmailTemplateHandler } from './app/update-email-template.js'
import { UpdateNotificationPreferencesHandler } from './app/update-notification-preferences.js'
import { WorkspaceReader } from './app/workspace-reader.js'
import { notificationConfig } from './config.js'

/** Tells people what happened, by the ways they chose, and sends the e-mails of the other services. */
export const notification = defineService({
  name: 'notification',
  contracts: contractsOf('notification'),
  handlers: [
    CountUnreadNotificationsHandler,
    CreateNotificationEndpointHandler,
    DeleteNotificationEndpointHandler,
    DeleteNotificationHandler,
    GetEmailTemplateHandler,
    GetNotificationPreferencesHandler,
    ListEmailTemplateVersionsHandler,
    ListEmailTemplatesHandler,
    ListNotificationEndpointsHandler,
    ListNotificationsHandler,
    ListOutgoingMessagesHandler,
    MarkAllNotificationsReadHandler,
    MarkNotificationReadHandler,
    PreviewEmailTemplateHandler,
    RestoreEmailTemplateHandler,
    SendEmailHandler,
    SendTestNotificationHandler,
    ShowUnsubscribeHandler,
    UnsubscribeHandler,
    UpdateEmailTemplateHandler,
    UpdateNotificationPreferencesHandler,
  ],
  listeners: [CountFailures, ForgetUser, KeepInvoices, KeepQuotaAlerts, KeepSubscriptionChanges],
  schema: notificationSchema,
  providers: [
    { provide: MailProviders, inject: [CONFIG], useFactory: createMailProviders },
    DigestStore,
    EndpointStore,
    FactStore,
    FailureStore,
    MessageStore,
    NotificationStore,
    PreferenceStore,
    TemplateStore,
    AfterCommit,
    Announcer,
    DeliverEmail,
    DeliverToEndpoint,
    FailureReader,
    LiveNews,
    NotificationMetrics,
    WorkspaceReader,
  ],
  background: [KeepHouse, SendMessages, AnnounceFailures, AnnounceFacts, SendDigests],
  config: notificationConfig,
})
