/** Injection tokens for what the host gives every service. */
export const CLOCK = Symbol('linkflow/clock')
export const CONFIG = Symbol('linkflow/config')
export const HOST = Symbol('linkflow/host')
