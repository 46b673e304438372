export { MESSAGE_LIMIT_BYTES } from './codec.js'
export { Messaging, eventFilter, eventSubject } from './messaging.js'
export type { Around, CallChoices, MessagingOptions, ServiceContextRequest, ServiceIdentity } from './messaging.js'
export { LocalBroker } from './local/local-broker.js'
export { LocalTransport } from './local/local-transport.js'
export { connectNats, NatsTransport } from './nats/nats-transport.js'
export type { NatsTransportOptions } from './nats/nats-transport.js'
export { ensureConsumer, ensureStream, eventStream, planConsumer, planStream } from './nats/event-stream.js'
export type { EventStreamConfig, Plan } from './nats/event-stream.js'
export { startNatsServer } from './testing/nats-server.js'
export type { TestNatsServer, TestNatsServerOptions } from './testing/nats-server.js'
export { covering, matcher } from './subjects.js'
export type {
  CallHandler,
  CallHeaders,
  CallOptions,
  ConsumerOptions,
  DeliveredEvent,
  ErrorHook,
  EventHandler,
  EventHeaders,
  EventMessage,
  EventOutcome,
  IncomingCall,
  LiveData,
  LiveHandler,
  LiveSubscription,
  ServeOptions,
  StreamHandler,
  StreamIdentity,
  Subscription,
  Transport,
  TransportStatus,
} from './transport.js'
