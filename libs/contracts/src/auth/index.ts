export { ChangePassword } from './change-password.js'
export { CheckSession } from './check-session.js'
export { CreateApiKey } from './create-api-key.js'
export { DeleteAccount } from './delete-account.js'
export { EmailHash, UserDeleted } from './events.js'
export { ForgotPassword } from './forgot-password.js'
export { GetJwks } from './get-jwks.js'
export { GetMe } from './get-me.js'
export { GetUser } from './get-user.js'
export { ListApiKeys } from './list-api-keys.js'
export { ListSessions } from './list-sessions.js'
export { Login } from './login.js'
export { Logout } from './logout.js'
export { LogoutEverywhere } from './logout-everywhere.js'
export { Refresh } from './refresh.js'
export { Register } from './register.js'
export { ResendVerification } from './resend-verification.js'
export { ResetPassword } from './reset-password.js'
export { ResolveApiKey } from './resolve-api-key.js'
export { RevokeApiKey } from './revoke-api-key.js'
export { RevokeSession } from './revoke-session.js'
export { VerifyEmail } from './verify-email.js'
export {
  ApiKeyNotFound,
  ApiKeyTooStrong,
  CredentialsWrong,
  EmailTaken,
  LinkInvalid,
  PasswordWeak,
  PasswordWrong,
  RefreshTokenInvalid,
  RegistrationClosed,
  SessionNotFound,
  SessionRequired,
} from './problems.js'
export {
  ApiKeyView,
  Email,
  MailedToken,
  Password,
  SessionView,
  SignedIn,
  Tokens,
  UserView,
  WorkspaceSummary,
} from './views.js'
