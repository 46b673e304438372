import type { Permission } from '@linkflow/contracts'

/** What it takes to say where a whole workspace's notifications go. */
export const MANAGE_ENDPOINTS: Permission = 'notification-endpoint:manage'
