import type { FireView, Overlap } from '@linkflow/contracts'

/** One time at which a schedule fires, as it is recorded. */
export interface Fire {
  id: string
  scheduleId: string
  kind: FireView['kind']
  nominalAt: Date
  dueAt: Date
  firedAt: Date
  settledAt?: Date
  outcome?: Exclude<FireView['outcome'], 'pending'>
  reason?: string
  executionId?: string
}

/** A fire that a process has taken up, with what it needs to start it. */
export interface TakenFire {
  id: string
  workspaceId: string
  scheduleId: string
  workflowId: string
  trigger?: { nodeId: string; version: number }
  /** Counts those who took it up: what an earlier one decides later is refused. */
  attempt: number
  /** Whether it was decided that it starts: then it does, whoever asks for it. */
  decided: boolean
  kind: FireView['kind']
  overlap: Overlap
  /** Whether later fires have to know what becomes of its execution. */
  watched: boolean
  nominalAt: Date
  dueAt: Date
  firedAt: Date
  /** How late it was taken up first, by the database's clock. */
  lateMs: number
  /** How long it has been waiting since. */
  ageMs: number
  /** How long it has been tried in vain. */
  failingMs: number
  timeZone: string
  input?: unknown
  /** Whether its schedule may not fire at the moment. */
  off: boolean
}

/** By which the execution service knows that it started this fire already. */
export function idempotencyKeyOf({ scheduleId, nominalAt }: TakenFire): string {
  return `schedule:${scheduleId}:${nominalAt.toISOString()}`
}

export function toFireView(fire: Fire): FireView {
  const { settledAt, reason, executionId } = fire
  return {
    id: fire.id,
    scheduleId: fire.scheduleId,
    kind: fire.kind,
    scheduledAt: fire.nominalAt.toISOString(),
    dueAt: fire.dueAt.toISOString(),
    firedAt: fire.firedAt.toISOString(),
    ...(settledAt === undefined ? {} : { settledAt: settledAt.toISOString() }),
    outcome: fire.outcome ?? 'pending',
    ...(reason === undefined ? {} : { reason }),
    ...(executionId === undefined ? {} : { executionId }),
  }
}
