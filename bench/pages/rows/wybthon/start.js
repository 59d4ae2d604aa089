// Starts Pyodide with Wybthon's wheel and renders the app, as the loader of its production builds does.
import { loadPyodide } from "../../lib/pyodide/pyodide.mjs";

const [pyodide, wheel, app] = await Promise.all([
  loadPyodide(),
  fetch("wybthon.whl").then((response) => response.arrayBuffer()),
  fetch("app.py").then((response) => response.text()),
]);
pyodide.unpackArchive(wheel, "wheel");
pyodide.FS.mkdirTree("/app");
pyodide.FS.writeFile("/app/rows_app.py", app);
await pyodide.runPythonAsync(`
import sys
sys.path.insert(0, "/app")
import wybthon
wybthon.set_dev_mode(False)
from rows_app import App
wybthon.render(App(), "#main")
`);
