import { camel } from './names.mjs'
import { namesOf } from './operation.mjs'

/** The import of what `text` uses of a module. */
function importUsed(text, names, from) {
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  return used.length > 0 ? `import { ${used.join(', ')} } from '${from}'\n` : ''
}

export function contractText(service, name, operation) {
  const { method, path, status, input, output, page, nothing } = operation
  const { contract } = namesOf(name)
  const http = status ? `['${method}', '${path}', { status: ${status} }]` : `['${method}', '${path}']`
  const answered = nothing ? 'Nothing' : page ? `page(${page})` : `z.object({ ${output} })`
  const summary = name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
  const body = `export const ${contract} = request('${service}', '${name}', {
  summary: '${summary}.',
  http: ${http},
  access: authenticated(),
  input: z.object({ ${input} }),
  output: ${answered},
})
`
  return `import { z } from 'zod'
import { authenticated } from '../core/access.js'
${importUsed(body, ['PageInput', 'page'], '../core/page.js')}${importUsed(body, ['Nothing', 'request'], '../core/request.js')}${importUsed(body, ['Id', 'Name'], '../core/schemas.js')}
${body}`
}

export function handlerText(name, { answer }) {
  const { contract, handler } = namesOf(name)
  const input = /\binput\b/.test(answer) ? 'input' : '_input'
  const body = `@Handles(${contract})
export class ${handler} {
  handle(${input}: Input<typeof ${contract}>): Output<typeof ${contract}> {
    ${answer}
  }
}
`
  return `import { ${contract} } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
${importUsed(body, ['newId'], '@linkflow/kernel')}import { Handles } from '@linkflow/service'

${body}`
}

/** @param start how the tests of the service start it, when they have a way of their own: `{ name, from }` */
export function specText(service, name, { given, expected }, start) {
  const { contract } = namesOf(name)
  const id = /\b\w+Id\b/.exec(given)?.[0]
  const value = camel(service)
  const boot = start ? `import { ${start.name} } from '${start.from}'` : `import { ${value} } from '../index.js'`
  return `import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ${contract} } from '@linkflow/contracts'
${id ? `import { newId } from '@linkflow/kernel'\n` : ''}import { contexts${start ? '' : ', startServices'} } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
${boot}

let services: TestServices
beforeAll(async () => {
  services = await ${start ? `${start.name}()` : `startServices([${value}])`}
})
afterAll(() => services?.close())

test('${name} is answered', async () => {
  ${id ? `const ${id} = newId()` : ''}
  expect(await services.call(${contract}, ${given}, contexts.user())).toEqual(${expected})
})
`
}
