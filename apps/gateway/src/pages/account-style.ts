/** The style of the pages, light or dark as the reader has it. */
export const accountStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { width: min(24rem, 90vw); }
h1 { font-size: 1.4rem; }
label { display: block; margin: 0 0 1rem; }
input { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem; font: inherit; }
button { padding: .5rem 1.25rem; font: inherit; cursor: pointer; }
[hidden] { display: none; }
`
