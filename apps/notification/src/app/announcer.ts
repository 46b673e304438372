import { Inject, Injectable } from '@nestjs/common'
import type { ListedMember } from '@linkflow/contracts'
import { derivedId, newId } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { DigestStore } from '../adapters/postgres/digest-store.js'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { MessageStore } from '../adapters/postgres/message-store.js'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import { PreferenceStore } from '../adapters/postgres/preference-store.js'
import type { Announcement } from '../domain/announcement.js'
import type { Endpoint } from '../domain/endpoint.js'
import { afterQuietHours, digestTime } from '../domain/local-time.js'
import type { Notification } from '../domain/notification.js'
import type { EndpointContent } from '../domain/outgoing-message.js'
import { NO_PREFERENCES, timingOf } from '../domain/preferences.js'
import type { Preferences } from '../domain/preferences.js'

type Content = Omit<EndpointContent, 'kind' | 'endpointId'>
type Chosen = { member: ListedMember; preferences: Preferences }

/** Writes an announcement for everybody who wants it, all or nothing: what shows in the app and what is queued. */
@Injectable()
export class Announcer {
  constructor(
    @Inject(NotificationStore) private readonly notifications: NotificationStore,
    @Inject(PreferenceStore) private readonly preferences: PreferenceStore,
    @Inject(EndpointStore) private readonly endpoints: EndpointStore,
    @Inject(MessageStore) private readonly messages: MessageStore,
    @Inject(DigestStore) private readonly digests: DigestStore,
  ) {}

  /** What shows in the app now, to be told live after the commit. */
  async announce(
    tx: Transaction,
    announcement: Announcement,
    { members, now }: { members: readonly ListedMember[]; now: Date },
  ): Promise<Notification[]> {
    const { event, title, text, url } = announcement
    const known = await this.preferences.of(
      tx,
      members.map(({ userId }) => userId),
    )
    const all = members.map((member) => ({ member, preferences: known.get(member.userId) ?? NO_PREFERENCES }))
    const notifications = all
      .filter(({ member, preferences }) => timingOf(preferences, event, 'in-app', member) !== 'never')
      .map(({ member }) => ({
        ...{ id: newId(), workspaceId: tx.workspaceId, userId: member.userId },
        ...{ event, title, text, url, createdAt: now },
      }))
    await this.notifications.insert(tx, notifications)
    for (const chosen of all) await this.mail(tx, announcement, chosen, now)
    for (const endpoint of await this.endpoints.listeningTo(tx, event)) {
      const owner = all.find(({ member }) => member.userId === endpoint.userId)
      if (isWanted(endpoint, owner, announcement)) await this.toEndpoint(tx, announcement, { endpoint, now })
    }
    return notifications
  }

  /** Queues what an endpoint is told. */
  async toEndpoint(
    tx: Transaction,
    { key, ...announcement }: { key: string } & Content,
    { endpoint, now }: { endpoint: Endpoint; now: Date },
  ): Promise<void> {
    const { id: endpointId, kind, userId, host } = endpoint
    const { event, title, text, url, data } = announcement
    await this.messages.insert(tx, {
      id: newId(),
      key: `${key}:endpoint:${endpointId}`,
      workspaceId: tx.workspaceId,
      userId,
      channel: kind,
      about: event,
      recipient: host,
      content: { kind, endpointId, event, title, text, url, data },
      dueAt: now,
      createdAt: now,
    })
  }

  private async mail(tx: Transaction, announcement: Announcement, chosen: Chosen, now: Date): Promise<void> {
    const { key, event, title, text, url, template, variables } = announcement
    const { member, preferences } = chosen
    const { userId, email: address, name } = member
    const timing = timingOf(preferences, event, 'email', member)
    if (timing === 'never') return
    const { workspaceId } = tx
    const ownKey = `${key}:email:${userId}`
    if (timing === 'immediately') {
      await this.messages.insert(tx, {
        id: newId(),
        key: ownKey,
        ...{ workspaceId, userId, channel: 'email', about: template, recipient: address },
        content: { kind: 'email', template, to: { address, name }, variables, unsubscribeFrom: event },
        dueAt: afterQuietHours(now, preferences.quietHours, preferences.timeZone),
        createdAt: now,
      })
      return
    }
    await this.digests.insert(tx, {
      id: derivedId(ownKey),
      ...{ workspaceId, userId, event, address, name, title, text, url },
      createdAt: now,
      dueAt: digestTime(now, timing, preferences.timeZone),
    })
  }
}

/** The workspace's endpoints are told all they listen to; a person's as long as they are a member and want it. */
function isWanted(endpoint: Endpoint, owner: Chosen | undefined, { event }: Announcement): boolean {
  if (endpoint.userId === undefined) return true
  return owner !== undefined && timingOf(owner.preferences, event, endpoint.kind, owner.member) !== 'never'
}
