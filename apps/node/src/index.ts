export { node } from './service.js'
