// The looks of both elements: colours that a page can set, in light and dark, and the buttons.
// Must hold AA contrast in both schemes. Must not: name an element of the page.

/** `light-dark()` follows the page's `color-scheme`: a page that has no dark side gets no dark element. */
const colours = [
  ["ink", "#15191a", "#ecf0f0"],
  ["muted", "#586064", "#9ba7aa"],
  ["surface", "#ffffff", "#14191b"],
  ["line", "#c9ccc8", "#3a4447"],
  ["accent", "#0b6b5d", "#5ccab6"],
  ["on-accent", "#ffffff", "#04211c"],
  ["danger", "#ad2418", "#ff9d93"],
];
const set = (value) =>
  colours.map(([name, ...given]) => `--_${name}:var(--portcullis-${name},${value(...given)});`).join("");

export const shared = `
:host{${set((light) => light)}--_radius:var(--portcullis-radius,10px);
display:block;box-sizing:border-box;max-width:24rem;color:var(--_ink);
font:var(--portcullis-font,400 1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif)}
@supports (color:light-dark(#000,#fff)){:host{${set((light, dark) => `light-dark(${light},${dark})`)}}}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box;margin:0}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1rem;border-radius:var(--_radius);
border:1px solid var(--_line);background:var(--_surface);color:var(--_ink);cursor:pointer}
button:hover{border-color:currentcolor}
button.primary{background:var(--_accent);border-color:var(--_accent);color:var(--_on-accent)}
button.primary:hover{filter:brightness(1.08)}
button:disabled{opacity:.6;cursor:default}
a{color:var(--_accent);overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--_accent);outline-offset:2px;border-radius:var(--_radius)}
@media (forced-colors:active){button{border-color:ButtonText}}
`;

export const signIn = `${shared}
.card{display:grid;gap:.75rem;padding:1.5rem;border:1px solid var(--_line);border-radius:var(--_radius);
background:var(--_surface)}
h2{font-size:1.25rem;line-height:1.3}
h2+p{margin-top:-.5rem}
.muted{color:var(--_muted)}
.error{color:var(--_danger)}
.error:empty,.device:empty{position:absolute}
.device{overflow-wrap:anywhere}
.account{overflow-wrap:anywhere}
code{font:600 1.5rem/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.12em;user-select:all}
`;

export const deviceCode = `${shared}
.box{display:grid;justify-items:center;gap:.75rem;padding:1rem;border-radius:var(--_radius);text-align:center;
background:var(--_surface)}
.code{font:600 clamp(1.5rem,9vw,2.25rem)/1.2 ui-monospace,"SF Mono",Menlo,Consolas,monospace;letter-spacing:.14em;
padding-left:.14em;user-select:all;-webkit-user-select:all;overflow-wrap:anywhere}
.expired .code{color:var(--_muted);text-decoration:line-through;user-select:none;-webkit-user-select:none}
.qr svg{display:block;width:11rem;max-width:100%;height:auto;border-radius:6px;shape-rendering:crispedges}
.countdown{color:var(--_muted);font-variant-numeric:tabular-nums}
.status{min-height:1.5em}
`;
