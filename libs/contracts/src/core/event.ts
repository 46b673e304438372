import type { z } from 'zod'
import type { ServiceName } from './access.js'

/** A fact one service tells all others, durably. */
export interface EventContract<D extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly service: ServiceName
  readonly name: string
  readonly version: number
  /** `evt.<service>.<name>.v<version>`; on the wire the workspace id follows as the last token. */
  readonly subject: string
  readonly summary: string
  readonly data: D
}

export type EventData<E extends EventContract> = z.output<E['data']>

/** Declares a fact in the past tense. Within a version only optional members may be added. */
export function event<D extends z.ZodType>(
  service: ServiceName,
  name: string,
  version: number,
  declaration: { summary: string; data: D },
): EventContract<D> {
  return Object.freeze({
    kind: 'event' as const,
    service,
    name,
    version,
    subject: `evt.${service}.${name}.v${version}`,
    summary: declaration.summary,
    data: declaration.data,
  })
}
