export { GetNodeType } from './get-node-type.js'
export { ListNodeTypes } from './list-node-types.js'
export { RunNode } from './run-node.js'
export { NodeFailed, NodeTypeNotFound } from './problems.js'
