import { expect } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Operation } from '../operations.js'

interface Answer {
  status: number
  type: string
  body: unknown
}
interface Response {
  content?: Record<string, unknown>
}
type Document = { paths: Record<string, Record<string, { responses: Record<string, Response> }>> }

/** The public OpenAPI document, as a judge of answers. */
export class ApiDocument {
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })

  constructor(private readonly document: Document) {
    addFormats.default(this.ajv)
    this.ajv.addSchema(document, 'api')
  }

  /** Fails unless the operation declares an answer of this status, type and shape. */
  expectDeclared({ path, method, name }: Operation, { status, type, body }: Answer): void {
    const url = path.replaceAll(/:(\w+)/g, '{$1}')
    const responses = this.document.paths[url]?.[method.toLowerCase()]?.responses ?? {}
    const key = String(status) in responses ? String(status) : 'default'
    const declared = responses[key]
    if (!declared) throw new Error(`${name} answered ${status}, which its documentation does not mention.`)
    const media = type.split(';')[0]!
    if (key === 'default') return
    if (!declared.content) return expect([name, status, body]).toEqual([name, status, ''])
    expect([name, Object.keys(declared.content)]).toEqual([name, [media]])
    if (!/[/+]json$/.test(media)) return
    const parts = ['paths', url, method.toLowerCase(), 'responses', key, 'content', media, 'schema']
    const validate = this.ajv.getSchema(`api#/${parts.map(escapePart).join('/')}`)
    if (!validate) throw new Error(`${name} has no schema for ${status}.`)
    if (!validate(body)) throw new Error(`${name}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`)
  }
}

/** A name within a JSON pointer within a URL. */
const escapePart = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
