import { eventContracts, requestContracts } from '@linkflow/contracts'
import { z } from 'zod'

/** The contracts of the build as data: schemas of all events, and what the public API says of every request. */
export function builtContracts() {
  return { events: bySubject(eventContracts, ({ data }) => schemaOf(data, 'input')), requests: publicRequests() }
}

function publicRequests() {
  const published = requestContracts.filter(({ http }) => http !== undefined)
  return bySubject(published, ({ http, access, input, output, problems }) => ({
    http: `${http.method} ${http.path}`,
    access: access.kind === 'permission' ? access.permission : access.kind,
    input: schemaOf(input, 'input'),
    output: schemaOf(output, 'output'),
    problems: problems.map(({ code, status }) => `${status} ${code}`).sort(),
  }))
}

function bySubject(contracts, describe) {
  const sorted = [...contracts].sort((a, b) => (a.subject < b.subject ? -1 : 1))
  return Object.fromEntries(sorted.map((contract) => [contract.subject, describe(contract)]))
}

const schemaOf = (schema, io) => z.toJSONSchema(schema, { io, unrepresentable: 'any' })
