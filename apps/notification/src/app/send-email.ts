import { Inject } from '@nestjs/common'
import { SendEmail } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { DigestStore } from '../adapters/postgres/digest-store.js'
import { MessageStore } from '../adapters/postgres/message-store.js'
import { PreferenceStore } from '../adapters/postgres/preference-store.js'
import { afterQuietHours, digestTime } from '../domain/local-time.js'
import type { OutgoingMessage } from '../domain/outgoing-message.js'
import { timingOf } from '../domain/preferences.js'
import { builtInTemplate } from '../domain/template/built-in-templates.js'
import { summaryOf } from '../domain/template/summary-of.js'
import { SendMessages } from './send-messages.js'

@Handles(SendEmail)
export class SendEmailHandler {
  constructor(
    @Inject(MessageStore) private readonly messages: MessageStore,
    @Inject(DigestStore) private readonly digests: DigestStore,
    @Inject(PreferenceStore) private readonly preferences: PreferenceStore,
    @Inject(SendMessages) private readonly sender: SendMessages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof SendEmail>, ctx: RequestContext): Promise<Output<typeof SendEmail>> {
    const message = this.messageOf(input, ctx)
    const { event } = builtInTemplate(input.template)
    const { userId, workspaceId } = input
    const answer =
      event && userId && workspaceId
        ? await this.asChosen(message, input, { event, userId, workspaceId })
        : await this.messages.add(message)
    if (answer.state === 'queued') this.sender.wake()
    // Told at once, so that the caller can say what to do instead.
    const state = answer.state === 'queued' && !this.sender.canMail ? 'not-configured' : answer.state
    return { messageId: answer.id, state }
  }

  /** What can be turned off is sent as its reader chose. */
  private async asChosen(
    message: OutgoingMessage,
    { to, template, variables }: Input<typeof SendEmail>,
    place: { event: NonNullable<ReturnType<typeof builtInTemplate>['event']>; userId: string; workspaceId: string },
  ): Promise<Pick<OutgoingMessage, 'id'> & { state: Output<typeof SendEmail>['state'] }> {
    const { event, userId, workspaceId } = place
    const preferences = await this.preferences.get({ workspaceId }, userId)
    const timing = timingOf(preferences, event, 'email', undefined)
    if (timing === 'never') return this.messages.add(message, 'suppressed')
    const content = { kind: 'email' as const, template, to, variables, unsubscribeFrom: event }
    const { quietHours, timeZone } = preferences
    if (timing === 'immediately')
      return this.messages.add({ ...message, content, dueAt: afterQuietHours(message.dueAt, quietHours, timeZone) })
    const summary = summaryOf(builtInTemplate(template), variables)
    // It cannot be filled in: that fails where everybody sees it.
    if (!summary) return this.messages.add({ ...message, content })
    const dueAt = digestTime(message.dueAt, timing, timeZone)
    const { id, createdAt } = message
    const { address, name } = to
    return this.digests.gather(message, { id, workspaceId, userId, event, address, name, ...summary, createdAt, dueAt })
  }

  private messageOf(
    { key, to, template, variables, userId, workspaceId }: Input<typeof SendEmail>,
    ctx: RequestContext,
  ): OutgoingMessage {
    const { principal } = ctx
    if (principal.kind !== 'service') throw Forbidden({ permission: SendEmail.subject })
    const now = this.clock.now()
    return {
      id: newId(),
      key: `${principal.id}:${key}`,
      ...{ workspaceId, userId, channel: 'email', about: template, recipient: to.address },
      content: { kind: 'email', template, to, variables },
      dueAt: now,
      createdAt: now,
    }
  }
}
