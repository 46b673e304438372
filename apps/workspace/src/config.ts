import { z } from 'zod'

/** What the workspace service may be told. */
export const workspaceConfig = z.object({
  LINKFLOW_PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where people reach LinkFlow; links of invitations begin with it.'),
})
export type WorkspaceConfig = z.output<typeof workspaceConfig>
