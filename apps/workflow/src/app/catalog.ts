/** Injection token of the node types that workflows are checked against. */
export const CATALOG = Symbol('workflow/catalog')
