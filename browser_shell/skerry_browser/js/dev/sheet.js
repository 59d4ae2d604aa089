// The styles of the development page's own parts. They live in a shadow root, apart from the app's.

const TEXT = `
:host {
  --line: light-dark(#d5d8de, #3a3e46); --paper: light-dark(#ffffff, #1b1d21); --raised: light-dark(#f5f6f8, #24272d);
  --ink: light-dark(#1c1e22, #e7e9ed); --soft: light-dark(#5b616c, #a2a8b3); --red: light-dark(#b3261e, #ff8a80);
  --red-paper: light-dark(#fdeceb, #43211f); --amber: light-dark(#8a5a00, #ffc857); --blue: light-dark(#2457c5, #8ab0ff);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  display: block; font: 0.875rem/1.5 system-ui, sans-serif; color: var(--ink); text-align: start;
}
[hidden] { display: none !important; }
* { box-sizing: border-box; }
h2, p, ol, pre { margin: 0; padding: 0; }
ol { list-style: none; }
button {
  font: inherit; color: inherit; padding: 0.25rem 0.75rem; border-radius: 6px; cursor: pointer; white-space: nowrap;
  background: var(--paper); border: 1px solid var(--line);
}
button:hover:enabled { background: var(--raised); }
button:disabled { opacity: 0.45; cursor: default; }
button.first { background: var(--ink); color: var(--paper); border-color: transparent; }
button.first:hover { background: var(--ink); opacity: 0.9; }
kbd { font: 0.75rem var(--mono); opacity: 0.75; margin-inline-start: 0.2rem; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
details { min-inline-size: 0; }
summary { cursor: pointer; border-radius: 4px; }

dialog.errors {
  inline-size: min(56rem, 100vw - 2rem); max-inline-size: none; max-block-size: min(85dvh, 60rem); margin: 6dvh auto auto; padding: 0;
  overflow: hidden; border: 1px solid var(--line); border-block-start: 4px solid var(--red); border-radius: 10px;
  background: var(--paper); color: var(--ink); box-shadow: 0 16px 48px rgb(0 0 0 / 0.3);
}
dialog.errors[open] { display: flex; flex-direction: column; }
dialog.errors::backdrop { background: rgb(15 17 21 / 0.45); }
.errors header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1rem; padding: 1rem 1.25rem 0; }
.errors h2 { font-size: 1rem; font-weight: 600; line-height: 1.4; overflow-wrap: anywhere; }
.errors .kind { color: var(--red); }
.errors .handler { color: var(--soft); font-weight: 400; }
.pager { display: flex; align-items: center; gap: 0.5rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.pager button { padding: 0 0.6rem; font-size: 1.1rem; line-height: 1.4; }
.errors .body { padding: 0.35rem 1.25rem 1.1rem; overflow: auto; min-block-size: 0; }
.errors .body:focus-visible { outline-offset: -3px; }
.errors .message { font-size: 1.0625rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.frame { margin-block-start: 1rem; }
.place { color: var(--soft); font-size: 0.8125rem; overflow-wrap: anywhere; }
.place b { font-weight: 600; color: var(--ink); font-family: var(--mono); }
pre, code { font: 0.8125rem/1.6 var(--mono); tab-size: 4; }
.code { margin-block-start: 0.35rem; padding: 0.4rem 0; overflow-x: auto; border-radius: 6px; background: var(--raised); border: 1px solid var(--line); }
.line { display: block; inline-size: max-content; min-inline-size: 100%; padding-inline-end: 1rem; border-inline-start: 3px solid transparent; }
.line .number { display: inline-block; inline-size: 3.2rem; padding-inline-end: 1rem; text-align: end; color: var(--soft); user-select: none; }
.line.here { background: var(--red-paper); border-color: var(--red); }
.errors details { margin-block-start: 1rem; color: var(--soft); }
.errors details pre, .others { margin-block-start: 0.5rem; overflow-x: auto; color: var(--ink); }
.errors details pre { padding: 0.6rem 0.9rem; border-radius: 6px; background: var(--raised); }
.others li + li { margin-block-start: 0.4rem; }
.others code { display: block; overflow-x: auto; white-space: pre; }
.errors footer {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0.5rem; padding: 0.7rem 1.25rem;
  border-block-start: 1px solid var(--line); background: var(--raised);
}
.errors .actions { display: flex; gap: 0.5rem; }
.errors footer p { flex: 1 1 16rem; color: var(--soft); font-size: 0.8125rem; }

.corner { position: fixed; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; z-index: 2147482000; display: flex; align-items: center; gap: 0.4rem; }
.corner button { padding: 0.15rem 0.65rem; border-radius: 999px; font-size: 0.8125rem; box-shadow: 0 1px 4px rgb(0 0 0 / 0.12); }
.corner .some-errors { color: var(--red); border-color: currentColor; background: var(--paper); }
.count { margin-inline-start: 0.4rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.count:empty { display: none; }
.state { font-size: 0.8125rem; padding: 0.15rem 0.65rem; border-radius: 999px; background: var(--paper); border: 1px solid var(--line); color: var(--amber); }
.state:empty { display: none; }
.log {
  position: fixed; inset-block-end: 0; inset-inline: 0; z-index: 2147482100; display: flex; flex-direction: column;
  block-size: min(16rem, 45dvh); background: var(--paper); border-block-start: 1px solid var(--line); box-shadow: 0 -4px 20px rgb(0 0 0 / 0.12);
}
.log header { display: flex; align-items: center; gap: 0.5rem; padding: 0.35rem 0.75rem; border-block-end: 1px solid var(--line); background: var(--raised); }
.log h2 { flex: 1; font-size: 0.875rem; font-weight: 600; }
.log header button { padding: 0.1rem 0.6rem; font-size: 0.8125rem; }
.empty { padding: 0.75rem; color: var(--soft); }
.entries { flex: 1; overflow: auto; padding: 0.25rem 0; font: 0.8125rem/1.55 var(--mono); overscroll-behavior: contain; }
.entries:focus-visible { outline-offset: -2px; }
.entries li { display: grid; grid-template-columns: auto 4.2rem minmax(0, 1fr) auto; gap: 0 0.75rem; padding: 0.1rem 0.75rem; }
.entries time, .entries .level { color: var(--soft); }
.entries .text, .entries summary { white-space: pre-wrap; overflow-wrap: anywhere; }
.entries pre { margin-block: 0.3rem; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--ink); }
.entries .warning .level, .entries .warning .text { color: var(--amber); }
.entries .error .level, .entries .error .text, .entries .error summary { color: var(--red); }
.entries .note .text, .entries .debug .text { color: var(--soft); }
.whose { margin-inline-start: auto; opacity: 0.75; font-size: 0.85em; white-space: nowrap; }
.times { color: var(--soft); font-variant-numeric: tabular-nums; }
.corner .inspect[aria-pressed=true] { background: var(--ink); color: var(--paper); border-color: transparent; }
.layer { position: fixed; inset: 0; inline-size: auto; block-size: auto; margin: 0; padding: 0; border: 0; overflow: hidden; background: none; color: inherit; pointer-events: none; }
.outline { position: fixed; inset-block-start: 0; left: 0; border-radius: 3px; outline: 2px dashed var(--blue); outline-offset: 1px; background: color-mix(in srgb, var(--blue) 12%, transparent); }
.pinned .outline { outline-style: solid; }
.inspector {
  position: fixed; inset-block-start: 0.75rem; inset-inline-end: 0.75rem; inline-size: min(27rem, 100vw - 1.5rem); max-block-size: min(32rem, 60dvh);
  display: flex; flex-direction: column; overflow: hidden; background: var(--paper); color: var(--ink); font-size: 0.8125rem;
  border: 1px solid var(--line); border-block-start: 4px solid var(--blue); border-radius: 10px; box-shadow: 0 8px 32px rgb(0 0 0 / 0.25);
}
.pinned .inspector { pointer-events: auto; } /* until then, what lies beneath can be pointed at */
.layer:not(.pinned) .leave { display: none; }
.inspector[data-corner~=bottom] { inset-block: auto 3.25rem; }
.inspector[data-corner~=start] { inset-inline: 0.75rem auto; }
.inspector .leave { position: absolute; inset-block-start: 0.5rem; inset-inline-end: 0.6rem; padding: 0.05rem 0.55rem; font-size: 0.75rem; }
.picker { padding: 0.55rem 0.85rem; background: var(--raised); }
.picker:focus-visible { outline-offset: -3px; border-radius: 6px; }
.picker h2 { padding-inline-end: 4rem; font-size: 0.875rem; font-weight: 600; overflow-wrap: anywhere; }
.picker small, .inspector li small { color: var(--soft); font: 0.75rem var(--mono); font-weight: 400; }
.keys { margin-block-start: 0.15rem; color: var(--soft); font-size: 0.75rem; }
.keys kbd { margin: 0; opacity: 1; }
.said, .out-of-sight { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.inspector .body { padding: 0.55rem 0.85rem 0.8rem; overflow: auto; min-block-size: 0; border-block-start: 1px solid var(--line); }
.inspector .body:focus-visible { outline-offset: -3px; }
.inspector dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem 0.75rem; margin: 0; }
.inspector dt { color: var(--soft); }
.inspector dd { margin: 0; overflow-wrap: anywhere; }
.inspector h3 { margin: 0.7rem 0 0.2rem; font-size: 0.8125rem; font-weight: 600; }
.inspector ul { margin: 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
.inspector code { font-size: 0.78rem; }
.option { padding: 0 0.4rem; border: 1px solid var(--line); border-radius: 999px; font-size: 0.75rem; white-space: nowrap; }
.none, .inspector summary { color: var(--soft); }
.inspector summary b { color: var(--ink); }
.problem { margin-block-start: 0.6rem; color: var(--amber); }
.stub { position: relative; margin-block-end: 0.35rem; }
.stub > button { position: absolute; inset-block-start: 0; inset-inline-end: 0; padding: 0 0.55rem; font-size: 0.75rem; }
.stub summary { padding-inline-end: 5rem; }
.stub.expected summary { color: var(--amber); }
.stub pre { margin-block-start: 0.35rem; padding: 0.5rem 0.7rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); font-size: 0.75rem; }
@media (max-width: 40rem) {
  dialog.errors { inline-size: 100vw; max-block-size: 92dvh; margin-block-start: auto; margin-block-end: 0; border-radius: 10px 10px 0 0; border-inline: 0; }
  .errors header, .errors .body, .errors footer { padding-inline: 1rem; }
  .line .number { inline-size: 2.4rem; padding-inline-end: 0.7rem; }
  .entries li { grid-template-columns: 3.8rem minmax(0, 1fr) auto; gap: 0 0.5rem; }
  .entries time { display: none; }
}
@media (forced-colors: active) { .outline { outline-color: Highlight; } .line.here { outline: 1px solid; } }
@media print { :host { display: none; } }
`;

/** @returns {CSSStyleSheet} made through the CSSOM, which a strict policy allows */
export function devSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(TEXT);
  return sheet;
}
