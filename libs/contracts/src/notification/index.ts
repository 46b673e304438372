export { ListNotifications } from './list-notifications.js'
