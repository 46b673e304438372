import { contractsOf } from '@linkflow/contracts'
import { CLOCK, CONFIG, defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { AccessTokens } from './adapters/access-tokens.js'
import { PasswordHasher } from './adapters/password-hasher.js'
import { ApiKeyStore } from './adapters/postgres/api-key-store.js'
import { authSchema } from './adapters/postgres/auth-schema.js'
import { MailedTokenStore } from './adapters/postgres/mailed-token-store.js'
import { SessionStore } from './adapters/postgres/session-store.js'
import { UserStore } from './adapters/postgres/user-store.js'
import { AccountAlert } from './app/account-alert.js'
import { AccountMail } from './app/account-mail.js'
import { AfterAnswer } from './app/after-answer.js'
import { ChangePasswordHandler } from './app/change-password.js'
import { CheckSessionHandler } from './app/check-session.js'
import { CompleteRegistration } from './app/complete-registration.js'
import { CreateApiKeyHandler } from './app/create-api-key.js'
import { DeleteAccountHandler } from './app/delete-account.js'
import { EndKeys } from './app/end-keys.js'
import { ForgotPasswordHandler } from './app/forgot-password.js'
import { GetJwksHandler } from './app/get-jwks.js'
import { GetMeHandler } from './app/get-me.js'
import { GetUserHandler } from './app/get-user.js'
import { ListApiKeysHandler } from './app/list-api-keys.js'
import { ListSessionsHandler } from './app/list-sessions.js'
import { LoginHandler } from './app/login.js'
import { LogoutEverywhereHandler } from './app/logout-everywhere.js'
import { LogoutHandler } from './app/logout.js'
import { RefreshHandler } from './app/refresh.js'
import { RegisterHandler } from './app/register.js'
import { RegistrationPolicy } from './app/registration-policy.js'
import { ResendVerificationHandler } from './app/resend-verification.js'
import { ResetPasswordHandler } from './app/reset-password.js'
import { ResolveApiKeyHandler } from './app/resolve-api-key.js'
import { RevokeApiKeyHandler } from './app/revoke-api-key.js'
import { RevokeSessionHandler } from './app/revoke-session.js'
import { SignIn } from './app/sign-in.js'
import { VerifyEmailHandler } from './app/verify-email.js'
import { authConfig } from './config.js'

/** Users, their sessions and API keys. */
export const auth: Service = defineService({
  name: 'auth',
  contracts: contractsOf('auth'),
  handlers: [
    ChangePasswordHandler,
    CheckSessionHandler,
    CreateApiKeyHandler,
    DeleteAccountHandler,
    ForgotPasswordHandler,
    GetJwksHandler,
    GetMeHandler,
    GetUserHandler,
    ListApiKeysHandler,
    ListSessionsHandler,
    LoginHandler,
    LogoutEverywhereHandler,
    LogoutHandler,
    RefreshHandler,
    RegisterHandler,
    ResendVerificationHandler,
    ResetPasswordHandler,
    ResolveApiKeyHandler,
    RevokeApiKeyHandler,
    RevokeSessionHandler,
    VerifyEmailHandler,
  ],
  listeners: [EndKeys],
  schema: authSchema,
  config: authConfig,
  providers: [
    { provide: AccessTokens, inject: [CONFIG, CLOCK], useFactory: AccessTokens.create },
    { provide: PasswordHasher, useFactory: PasswordHasher.create },
    AccountAlert,
    AccountMail,
    AfterAnswer,
    ApiKeyStore,
    CompleteRegistration,
    MailedTokenStore,
    RegistrationPolicy,
    SessionStore,
    SignIn,
    UserStore,
  ],
})
