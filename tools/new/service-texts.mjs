import { camel, pascal } from './names.mjs'

/** Files of a new service, by path below its folder. */
export function serviceTexts(name) {
  const value = camel(name)
  const schema = `${value}Schema`
  return {
    'README.md': `# ${name}

Say in one sentence what it is responsible for.

- **Answers:** the contracts in \`libs/contracts/src/${name}\`.
- **Listens to:** nothing.
- **Tables:** none of its own yet.
- **Configuration:** none of its own.
- **Run apart:** \`node dist/main.js\` with \`DATABASE_URL\`, \`NATS_URL\` and the signing keys every service needs.
`,
    'src/index.ts': `export { ${value} } from './service.js'
export { ${schema} } from './adapters/postgres/schema.js'
`,
    'src/main.ts': `import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { ${value} } from './service.js'

await runProcess(${value}, process.env)
`,
    'src/service.ts': `import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { ${schema} } from './adapters/postgres/schema.js'

/** Say what it is responsible for. */
export const ${value} = defineService({
  name: '${name}',
  contracts: contractsOf('${name}'),
  handlers: [],
  schema: ${schema},
})
`,
    'src/adapters/postgres/schema.ts': `import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'

export const ${schema}: ServiceSchema = {
  service: '${name}',
  entities: [],
  migrations: [createMessaging('${name}')],
}
`,
  }
}

/** The manifest of a new service: that of \`model\` with another name. */
export function manifestOf(model, name) {
  return {
    ...model,
    name: `@linkflow/${name}`,
    description: `${pascal(name).replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}.`,
    nx: { ...model.nx, name },
  }
}
