import type { FastifyInstance } from 'fastify'
import type { Edge } from '../edge.js'
import { registerDocs } from '../openapi/docs.js'
import type { HttpContract } from './http-contract.js'
import { registerAccountPages } from '../pages/account-pages.js'
import { registerJsonRoutes } from './json-routes.js'
import { registerMethodFallbacks } from './method-fallbacks.js'
import { observe } from './observe.js'
import { registerRawRoutes } from './raw-routes.js'
import { secure } from './secure.js'

/** Everything the gateway answers besides health and metrics. Hooks come first: only later scopes inherit them. */
export async function registerRoutes(
  instance: FastifyInstance,
  contracts: readonly HttpContract[],
  edge: Edge,
): Promise<void> {
  const { host, logger, config } = edge
  observe(instance, { registry: host.registry, tracing: host.tracing, logger, proxies: config.TRUST_PROXY })
  await secure(instance, config.CORS_ORIGINS)
  const raw = contracts.filter(({ http }) => http.body === 'raw')
  const json = contracts.filter(({ http }) => http.body !== 'raw')
  await instance.register(async (scope) => registerJsonRoutes(scope, json, edge))
  await instance.register(async (scope) => registerRawRoutes(scope, raw, edge))
  await instance.register(async (scope) => registerMethodFallbacks(scope, contracts, logger))
  await instance.register(async (scope) => registerDocs(scope, contracts))
  await instance.register(async (scope) => registerAccountPages(scope))
}
