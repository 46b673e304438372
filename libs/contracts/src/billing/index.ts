export { ListPlans } from './list-plans.js'
