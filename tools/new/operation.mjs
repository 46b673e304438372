import { camel, pascal, plural } from './names.mjs'

/**
 * What an operation looks like to begin with, by its verb: route, schemas, what the handler answers and what the test
 * asks. `input` and `output` are members of a zod object.
 */
export function operationOf(name) {
  const [verb, ...words] = name.split('-')
  const noun = words.join('-')
  const many = plural(noun)
  const id = `${camel(noun)}Id`
  const one = {
    path: `/${many}/:${id}`,
    input: `${id}: Id`,
    output: `${id}: Id`,
    answer: `return { ${id}: input.${id} }`,
    given: `{ ${id} }`,
    expected: `{ ${id} }`,
  }
  switch (verb) {
    case 'list':
      return {
        ...one,
        method: 'GET',
        path: `/${many}`,
        input: '...PageInput',
        page: `z.object({ id: Id })`,
        answer: 'return { items: [] }',
        given: '{}',
        expected: '{ items: [] }',
      }
    case 'create':
      return {
        ...one,
        method: 'POST',
        path: `/${many}`,
        status: 201,
        input: 'name: Name',
        output: 'id: Id, name: z.string()',
        answer: 'return { id: newId(), name: input.name }',
        given: `{ name: 'First' }`,
        expected: `{ id: expect.any(String), name: 'First' }`,
      }
    case 'get':
      return { ...one, method: 'GET' }
    case 'update':
      return { ...one, method: 'PATCH' }
    case 'delete':
      return { ...one, method: 'DELETE', status: 204, nothing: true, answer: 'return {}', expected: '{}' }
    default:
      return { ...one, method: 'POST', path: `/${many}/:${id}/${verb}` }
  }
}

/** Names of the operation in code. */
export const namesOf = (name) => ({ contract: pascal(name), handler: `${pascal(name)}Handler` })
