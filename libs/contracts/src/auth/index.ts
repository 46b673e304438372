export { CheckSession } from './check-session.js'
export { CreateApiKey } from './create-api-key.js'
export { GetJwks } from './get-jwks.js'
export { GetMe } from './get-me.js'
export { ListApiKeys } from './list-api-keys.js'
export { Login } from './login.js'
export { Logout } from './logout.js'
export { Refresh } from './refresh.js'
export { Register } from './register.js'
export { ResolveApiKey } from './resolve-api-key.js'
export { RevokeApiKey } from './revoke-api-key.js'
export {
  ApiKeyNotFound,
  ApiKeyTooStrong,
  CredentialsWrong,
  EmailTaken,
  PasswordWeak,
  RefreshTokenInvalid,
  RegistrationClosed,
  SessionRequired,
} from './problems.js'
export { ApiKeyView, Email, Password, SignedIn, Tokens, UserView, WorkspaceSummary } from './views.js'
