import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const NotificationNotFound = defineProblem({
  code: 'notification/not-found',
  status: 404,
  title: 'There is no such notification.',
})
export const EmailTemplateNotFound = defineProblem({
  code: 'notification/template-not-found',
  status: 404,
  title: 'There is no such e-mail template.',
})
/** Mails about an account belong to no workspace, so no workspace decides what they say. */
export const EmailTemplateFixed = defineProblem({
  code: 'notification/template-fixed',
  status: 409,
  title: 'A workspace cannot change this e-mail template.',
  params: z.object({ template: z.string() }),
  detail: ({ template }) => `${template} is about the account of a person, not about a workspace.`,
})
export const NotificationEndpointNotFound = defineProblem({
  code: 'notification/endpoint-not-found',
  status: 404,
  title: 'There is no such notification endpoint.',
})
export const TooManyNotificationEndpoints = defineProblem({
  code: 'notification/too-many-endpoints',
  status: 409,
  title: 'There are as many notification endpoints as there may be.',
  params: z.object({ limit: z.int() }),
  detail: ({ limit }) =>
    `A person has at most ${limit} of them in a workspace, and so has the workspace. Delete one first.`,
})
export const UnsubscribeLinkInvalid = defineProblem({
  code: 'notification/unsubscribe-link-invalid',
  status: 404,
  title: 'This is no link to unsubscribe with. Copy the whole link, or sign in and change it there.',
})
