// The styles of what the shell itself draws besides the loading bar (barsheet.js): the error box, notices, toasts.

const TEXT = `
.error {
  box-sizing: border-box; inline-size: calc(100% - 2rem); max-inline-size: 58rem; margin: 0.75rem auto; padding: 0.9rem 1.1rem; border-radius: 8px; max-block-size: 80vh; overflow: auto;
  background: light-dark(#fff, #1d1f23); color: light-dark(#1d1f23, #e8eaed);
  border: 1px solid light-dark(#d9b4b0, #6b3f3b); border-inline-start: 4px solid light-dark(#b3261e, #ff8a80);
}
.error h2 { margin: 0; font-size: 1rem; line-height: 1.4; color: light-dark(#9c1c15, #ffab9f); }
.error p { margin: 0.35rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0.75rem 0 0; padding: 0; }
li { margin: 0 0 0.4rem; }
li code, pre { font: 0.8125rem/1.5 var(--sk-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace); }
li .place { opacity: 0.8; overflow-wrap: anywhere; }
li .source { display: block; margin-block-start: 0.1rem; padding: 0.15rem 0.6rem; border-radius: 4px; overflow-x: auto; white-space: pre; background: light-dark(#f4f1f0, #2a2d33); }
details { margin-block-start: 0.5rem; }
summary { cursor: pointer; }
pre { margin: 0.5rem 0 0; overflow-x: auto; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.8rem; }
button {
  font: inherit; padding: 0.3rem 0.9rem; border-radius: 6px; cursor: pointer; color: inherit;
  background: transparent; border: 1px solid light-dark(#767b85, #8d939e);
}
button.first { background: light-dark(#1d1f23, #e8eaed); color: light-dark(#fff, #1d1f23); border-color: transparent; }
button:hover { filter: brightness(1.1); }
:focus-visible { outline: 2px solid var(--sk-accent, light-dark(#2457c5, #8ab0ff)); outline-offset: 2px; }
.statuses { display: grid; justify-items: center; gap: 0.4rem; }
.bar.unknown { inline-size: 35%; animation: slide 1.4s ease-in-out infinite alternate; }
@keyframes slide { from { margin-inline-start: 0; } to { margin-inline-start: 65%; } }
.status .line { display: flex; justify-content: space-between; gap: 1rem; margin-block-end: 0.35rem; }
.notices { display: grid; gap: 0.5rem; justify-items: center; }
.notice {
  pointer-events: auto; box-sizing: border-box; inline-size: min(32rem, 100%); padding: 0.8rem 1rem; border-radius: 8px;
  background: light-dark(#fff, #1d1f23); color: light-dark(#1d1f23, #e8eaed); border: 1px solid light-dark(#c9ccd3, #43474e);
  border-inline-start: 4px solid light-dark(#9a6700, #ffc857); box-shadow: 0 4px 16px rgb(0 0 0 / 0.2);
}
.notice p { margin: 0; overflow-wrap: anywhere; }
.notice .actions { margin-block-start: 0.6rem; }
.toasts { display: grid; gap: 0.5rem; justify-items: center; }
.toast {
  pointer-events: auto; max-inline-size: 32rem; padding: 0.6rem 1rem; border-radius: 8px; box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
  background: light-dark(#1d1f23, #e8eaed); color: light-dark(#fff, #1d1f23); border-inline-start: 4px solid transparent;
}
.toast.success { border-color: light-dark(#6fd38b, #1b7a3d); }
.toast.warning { border-color: light-dark(#ffc857, #9a6700); }
.toast.error-toast { border-color: light-dark(#ff8a80, #b3261e); }
`;

export const shellSheet = new CSSStyleSheet(); // made through the CSSOM, which a strict CSP allows
shellSheet.replaceSync(TEXT);
