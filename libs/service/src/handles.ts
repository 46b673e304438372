import { Controller } from '@nestjs/common'
import type { Type } from '@nestjs/common'
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices'
import type { EventContract, EventData, Input, Output, RequestContract } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'

const LISTENS = Symbol('linkflow/listens')

/** A class that answers a contract. */
export interface Handler<C extends RequestContract> {
  handle(input: Input<C>, ctx: RequestContext): Promise<Output<C>> | Output<C>
}

/** Makes a class the handler of a contract: a Nest controller with one message pattern. */
export function Handles<C extends RequestContract>(contract: C) {
  return <T extends Type<Handler<C>>>(target: T): T => {
    const prototype = target.prototype as object
    const descriptor = Object.getOwnPropertyDescriptor(prototype, 'handle')
    if (!descriptor) throw new Error(`${target.name} has no method handle`)
    Controller()(target)
    Payload()(prototype, 'handle', 0)
    Ctx()(prototype, 'handle', 1)
    MessagePattern(contract.subject)(prototype, 'handle', descriptor)
    return target
  }
}

/** What a listener learns about an event besides its data. */
export interface EventInfo {
  id: string
  workspaceId: string
  key: string
  seq: number
  attempt: number
  /** W3C `traceparent` for what it causes. */
  traceparent?: string
}

/** A class that reacts to an event inside the transaction that remembers having seen it. */
export interface Listener<E extends EventContract> {
  on(data: EventData<E>, info: EventInfo, tx: Transaction): Promise<void>
}

/** Makes a class a durable consumer of an event; `name` is unique within the service and stays for ever. */
export function Listens<E extends EventContract>(event: E, name: string) {
  return <T extends Type<Listener<E>>>(target: T): T => {
    Reflect.defineMetadata(LISTENS, { event, name }, target)
    return target
  }
}

/**
 * The event and consumer name a class was decorated with.
 *
 * @throws Error when it was not
 */
export function declarationOf(type: Type): { event: EventContract; name: string } {
  const declared: { event: EventContract; name: string } | undefined = Reflect.getMetadata(LISTENS, type)
  if (!declared) throw new Error(`${type.name} listens to nothing`)
  return declared
}
