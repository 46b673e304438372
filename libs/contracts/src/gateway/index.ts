export { HeadersTooLarge, OriginRefused, RequestTimeout, RequestUnreadable, TooManySubscriptions } from './problems.js'
