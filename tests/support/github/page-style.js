// The look of the stand-in's pages: one style sheet, inline, light and dark, from phone to desktop.
// Owns: the CSS text. Its hash is the only style the pages' Content-Security-Policy allows.
// Must not: hold markup, or anything loaded from elsewhere.

export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --canvas: #f3f5f7; --card: #ffffff; --text: #1c2128; --muted: #59636e; --line: #d3d9e0;
  --accent: #1a7f37; --accent-hover: #156c2e; --on-accent: #ffffff; --focus: #0b61d8; --chosen: #eef8f0;
  --mark: #2b3440; --on-mark: #ffffff; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #0e1218; --card: #161b23; --text: #e8edf3; --muted: #9aa5b1; --line: #2f3843;
    --accent: #26823c; --accent-hover: #2e9447; --focus: #6cb0ff; --chosen: #14261b;
    --mark: #dfe5ec; --on-mark: #161b23; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 32px 16px; background: var(--canvas); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
main { max-width: 480px; margin: 0 auto; }
h1 { margin: 0 0 4px; font-size: 1.5rem; line-height: 1.25; font-weight: 600; text-align: center; text-wrap: balance; }
h2, legend { margin: 0 0 10px; padding: 0; font-size: .875rem; font-weight: 600; color: var(--muted); }
p { margin: 0; }
.marks { display: flex; align-items: center; justify-content: center; margin: 0 0 20px; }
.marks svg, .marks .app { display: block; width: 56px; height: 56px; border-radius: 14px; }
.marks .app {
  display: grid; place-items: center; background: var(--mark); color: var(--on-mark);
  font-size: 1.5rem; font-weight: 600;
}
.marks .link { width: 56px; margin: 0 10px; border-top: 2px dashed var(--line); }
.marks rect { fill: var(--accent); }
.marks circle { fill: none; stroke: var(--on-accent); stroke-width: 4; }
.lead { margin-bottom: 24px; text-align: center; text-wrap: balance; color: var(--muted); }
.card { padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.card > :not(:last-child) { margin-bottom: 20px; padding-bottom: 20px; border-bottom: 1px solid var(--line); }
ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
code { font: .8125rem/1.85 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; color: var(--muted); }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
fieldset > div { display: grid; gap: 8px; }
.person {
  display: flex; align-items: center; gap: 12px; padding: 10px 12px; cursor: pointer;
  border: 1px solid var(--line); border-radius: 10px;
}
.person:hover { border-color: var(--muted); }
.person:has(:checked) { border-color: var(--accent); background: var(--chosen); }
.person:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
.person input { margin: 0; width: 18px; height: 18px; flex: none; accent-color: var(--accent); outline: none; }
.person img { width: 40px; height: 40px; border-radius: 50%; flex: none; }
.person b, .person small { display: block; line-height: 1.35; }
.person b { font-weight: 600; }
.person small { font-size: .875rem; color: var(--muted); }
.buttons { display: flex; flex-wrap: wrap; gap: 12px; }
button {
  flex: 1 1 auto; min-height: 44px; padding: 8px 18px; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--line); border-radius: 10px;
}
button:hover { border-color: var(--muted); }
button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.primary { flex-grow: 3; color: var(--on-accent); background: var(--accent); border-color: transparent; }
.primary:hover { background: var(--accent-hover); border-color: transparent; }
.code { display: block; font-size: .875rem; font-weight: 600; color: var(--muted); }
.code input {
  display: block; width: 100%; margin-top: 10px; padding: 10px 12px; color: var(--text); background: var(--canvas);
  border: 1px solid var(--line); border-radius: 10px; text-align: center; text-transform: uppercase;
  font: 1.5rem/1.4 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; letter-spacing: .1em;
}
.code input::placeholder { color: var(--muted); opacity: .6; }
.code input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.alert { margin-bottom: 14px; padding: 10px 12px; color: var(--bad); border: 1px solid currentColor; border-radius: 10px; }
.where { margin-top: 14px; font-size: .8125rem; color: var(--muted); overflow-wrap: anywhere; }
footer { margin-top: 24px; text-align: center; font-size: .8125rem; color: var(--muted); }
`;
