/** `ANY` stands for every method. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY'

export interface HttpOptions {
  /** Status of a success; 200 by default, 204 when the output is {@link Nothing}. */
  status?: number
  /**
   * How the request's body becomes input: `json` members, or `raw` bytes as the member `rawBody`. A DELETE has its input
   * in the query unless it says `json`.
   */
  body?: 'json' | 'raw' | 'none'
  /**
   * How the output becomes a reply: `json` as it is; `raw` from an output of {@link RawReply}'s shape; `sse` from the
   * live channel of the execution named by the input.
   */
  reply?: 'json' | 'raw' | 'sse'
  /** Request headers that become input members: `{ 'if-match': 'expectedRevision' }`. */
  headers?: Readonly<Record<string, string>>
  /** Output member whose value is the strong ETag. */
  etag?: string
  /** Path of the `Location` header, with `:member` taken from the output; sent with 201 and 202. */
  location?: string
  /** False for a path outside `/api/v1`. */
  versioned?: boolean
  /** The budget a call draws on; `default` unless told. */
  rate?: 'default' | 'sensitive' | 'ingress'
  /** Output member that, when it has this value, changes the status: `{ member, value, status }`. */
  statusWhen?: { member: string; value: string | boolean; status: number }
}

export interface HttpBinding extends HttpOptions {
  method: HttpMethod
  /** Fastify syntax: `/workflows/:workflowId`, a trailing `*` takes the rest of the path as the member `path`. */
  path: string
}
