import { row } from '../client.js'

interface Node {
  id: string
  type: string
  parameters: object
  settings?: object
}

/** A trigger that knows an event by the header the senders of these tests set, and answers when it is safely stored. */
export const hook: Node = {
  id: 'hook',
  type: 'webhook-trigger',
  parameters: { eventId: { header: 'X-Event-Id' }, respond: 'immediately' },
}

/** Takes over what the effects tell the outside world. */
export const note: Node = {
  id: 'note',
  type: 'set',
  parameters: { fields: { event: '{{ $json.body.event }}' }, keep: 'none' },
}

/** A node that does something outside and says on whose behalf. */
export function effect(id: string, url: string, settings: object = {}): Node {
  const value = { execution: '{{ $execution.id }}', node: id, event: "{{ $('note').item.json.event }}" }
  return { id, type: 'http-request', parameters: { method: 'POST', url, body: { type: 'json', value } }, settings }
}

/** Trigger, note and the given nodes in a row. */
export function chain(...nodes: Node[]) {
  return row(hook, note, ...nodes)
}
