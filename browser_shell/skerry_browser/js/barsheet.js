// The styles of what the shell itself draws live in a shadow root, so the page's styles do not reach them; colours come from the page's
// own text colour and colour scheme. Here are those of the loading bar, and what the others have in common with it.

const TEXT = `
:host { display: block; font: 0.875rem/1.5 var(--sk-font, system-ui, sans-serif); color: inherit; text-align: start; }
[hidden] { display: none !important; }
.progress { max-inline-size: 28rem; margin: 1rem auto; padding-inline: 1rem; }
.progress.status { margin-block: 0; }
.progress .trouble:not(:empty) { margin-block-start: 0.4rem; overflow-wrap: anywhere; }
.progress .line { display: flex; justify-content: space-between; gap: 1rem; margin-block-end: 0.4rem; font-variant-numeric: tabular-nums; }
.progress .line span + span { opacity: 0.75; }
.track { block-size: 4px; border-radius: 2px; overflow: hidden; background: color-mix(in srgb, currentColor 16%, transparent); }
.bar { block-size: 100%; inline-size: 0; border-radius: inherit; background: var(--sk-accent, light-dark(#2457c5, #8ab0ff)); transition: inline-size 120ms linear; }
.bar.waiting { animation: breathe 1.2s ease-in-out infinite alternate; }
@keyframes breathe { to { opacity: 0.45; } }
.below { position: fixed; inset: 1rem; display: grid; align-content: end; gap: 0.5rem; pointer-events: none; z-index: 2147483000; }
.status {
  inline-size: min(28rem, calc(100% - 2rem)); box-sizing: border-box; padding: 0.5rem 0.9rem 0.6rem; border-radius: 8px;
  background: light-dark(#fff, #1d1f23); color: light-dark(#1d1f23, #e8eaed); border: 1px solid light-dark(#c9ccd3, #43474e);
  font-size: 0.875rem; box-shadow: 0 4px 16px rgb(0 0 0 / 0.15);
}
@media (prefers-reduced-motion: reduce) { .bar { transition: none; animation: none; } }
@media (forced-colors: active) { .bar { background: Highlight; } .track { border: 1px solid; } }
@media print { :host { display: none; } }
`;

export const barSheet = new CSSStyleSheet(); // made through the CSSOM, which a strict CSP allows
barSheet.replaceSync(TEXT);
