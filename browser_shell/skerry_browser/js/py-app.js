// The entry: defines <py-app>.

import { PyApp } from "./element.js";

if (!customElements.get("py-app")) customElements.define("py-app", PyApp);

export { PyApp };
export { runtimeOf } from "./runtime.js";
