export { ListSchedules } from './list-schedules.js'
