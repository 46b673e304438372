import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const EmailTaken = defineProblem({
  code: 'auth/email-taken',
  status: 409,
  title: 'This e-mail address already has an account.',
})
export const PasswordWeak = defineProblem({
  code: 'auth/password-weak',
  status: 400,
  title: 'The password is too weak.',
  params: z.object({ reason: z.string() }),
  detail: ({ reason }) => reason,
})
export const CredentialsWrong = defineProblem({
  code: 'auth/credentials-wrong',
  status: 401,
  title: 'The e-mail address or the password is wrong.',
})
export const RefreshTokenInvalid = defineProblem({
  code: 'auth/refresh-token-invalid',
  status: 401,
  title: 'The refresh token is not valid any more. Sign in again.',
})
export const SessionRequired = defineProblem({
  code: 'auth/session-required',
  status: 403,
  title: 'This is for a signed-in user; an API key has no session.',
})
export const RegistrationClosed = defineProblem({
  code: 'auth/registration-closed',
  status: 403,
  title: 'Registration is closed here. Ask for an invitation.',
})
export const ApiKeyNotFound = defineProblem({
  code: 'auth/api-key-not-found',
  status: 404,
  title: 'There is no such API key.',
})
export const ApiKeyTooStrong = defineProblem({
  code: 'auth/api-key-too-strong',
  status: 403,
  title: 'A key cannot hold permissions that its maker lacks.',
  params: z.object({ missing: z.array(z.string()) }),
  detail: ({ missing }) => `You do not hold ${missing.join(', ')} yourself.`,
})
export const PasswordWrong = defineProblem({
  code: 'auth/password-wrong',
  status: 403,
  title: 'The current password is wrong.',
})
export const LinkInvalid = defineProblem({
  code: 'auth/link-invalid',
  status: 400,
  title: 'This link is not valid any more. Ask for a new one.',
})
export const SessionNotFound = defineProblem({
  code: 'auth/session-not-found',
  status: 404,
  title: 'There is no such session.',
})
