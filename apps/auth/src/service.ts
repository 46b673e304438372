import { contractsOf } from '@linkflow/contracts'
import { CLOCK, CONFIG, defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { AccessTokens } from './adapters/access-tokens.js'
import { PasswordHasher } from './adapters/password-hasher.js'
import { ApiKeyStore } from './adapters/postgres/api-key-store.js'
import { authSchema } from './adapters/postgres/auth-schema.js'
import { SessionStore } from './adapters/postgres/session-store.js'
import { UserStore } from './adapters/postgres/user-store.js'
import { CheckSessionHandler } from './app/check-session.js'
import { CreateApiKeyHandler } from './app/create-api-key.js'
import { GetJwksHandler } from './app/get-jwks.js'
import { GetMeHandler } from './app/get-me.js'
import { ListApiKeysHandler } from './app/list-api-keys.js'
import { LoginHandler } from './app/login.js'
import { LogoutHandler } from './app/logout.js'
import { RefreshHandler } from './app/refresh.js'
import { RegisterHandler } from './app/register.js'
import { ResolveApiKeyHandler } from './app/resolve-api-key.js'
import { RevokeApiKeyHandler } from './app/revoke-api-key.js'
import { SignIn } from './app/sign-in.js'
import { authConfig } from './config.js'

/** Users, their sessions and API keys. */
export const auth: Service = defineService({
  name: 'auth',
  contracts: contractsOf('auth'),
  handlers: [
    CheckSessionHandler,
    CreateApiKeyHandler,
    GetJwksHandler,
    GetMeHandler,
    ListApiKeysHandler,
    LoginHandler,
    LogoutHandler,
    RefreshHandler,
    RegisterHandler,
    ResolveApiKeyHandler,
    RevokeApiKeyHandler,
  ],
  schema: authSchema,
  config: authConfig,
  providers: [
    { provide: AccessTokens, inject: [CONFIG, CLOCK], useFactory: AccessTokens.create },
    { provide: PasswordHasher, useFactory: PasswordHasher.create },
    ApiKeyStore,
    SessionStore,
    SignIn,
    UserStore,
  ],
})
