/** Every permission a role or an API key can hold. `resource:verb`. */
export const permissions = [
  'api-key:create',
  'api-key:list',
  'api-key:revoke',
  'audit-entry:list',
  'billing:manage',
  'billing:read',
  'credential:create',
  'credential:delete',
  'credential:list',
  'email-template:list',
  'email-template:update',
  'execution:cancel',
  'execution:list',
  'execution:read',
  'execution:retry',
  'execution:start',
  'member:invite',
  'member:list',
  'member:remove',
  'member:update',
  'node-type:list',
  'notification-endpoint:manage',
  'outgoing-message:list',
  'role:manage',
  'schedule:read',
  'schedule:run',
  'schedule:write',
  'webhook:list',
  'workflow:activate',
  'workflow:create',
  'workflow:delete',
  'workflow:list',
  'workflow:publish',
  'workflow:read',
  'workflow:update',
  'workspace:delete',
  'workspace:read',
  'workspace:transfer',
  'workspace:update',
] as const
export type Permission = (typeof permissions)[number]

const viewer: Permission[] = [
  'credential:list',
  'execution:list',
  'execution:read',
  'member:list',
  'node-type:list',
  'schedule:read',
  'webhook:list',
  'workflow:list',
  'workflow:read',
  'workspace:read',
]
const editor: Permission[] = [
  ...viewer,
  'api-key:create',
  'api-key:list',
  'api-key:revoke',
  'credential:create',
  'credential:delete',
  'execution:cancel',
  'execution:retry',
  'execution:start',
  'schedule:run',
  'schedule:write',
  'workflow:activate',
  'workflow:create',
  'workflow:delete',
  'workflow:publish',
  'workflow:update',
]
const admin: Permission[] = [
  ...editor,
  'audit-entry:list',
  'billing:read',
  'email-template:list',
  'email-template:update',
  'member:invite',
  'member:remove',
  'member:update',
  'notification-endpoint:manage',
  'outgoing-message:list',
  'role:manage',
  'workspace:update',
]

/** What each built-in role may do. */
export const roles = { owner: [...permissions], admin, editor, viewer } as const satisfies Record<
  string,
  readonly Permission[]
>
export type Role = keyof typeof roles
export const roleNames = ['owner', 'admin', 'editor', 'viewer'] as const satisfies readonly Role[]

/** Who may call a contract: the floor that the platform checks before the handler runs. */
export type Access =
  | { kind: 'permission'; permission: Permission }
  | { kind: 'authenticated' }
  | { kind: 'public'; why: string }
  | { kind: 'internal'; callers: readonly ServiceName[] }

/** Anybody may call; say why that is safe. */
export const publicAccess = (why: string): Access => ({ kind: 'public', why })
/** Any signed-in user or API key may call, in whichever workspace. */
export const authenticated = (): Access => ({ kind: 'authenticated' })
/** Only the named services may call, each with a token of its own. */
export const internal = (...callers: ServiceName[]): Access => ({ kind: 'internal', callers })

/** The services, by name. */
export const serviceNames = [
  'gateway',
  'auth',
  'workspace',
  'workflow',
  'execution',
  'node',
  'webhook',
  'credential',
  'schedule',
  'notification',
  'billing',
] as const
export type ServiceName = (typeof serviceNames)[number]
