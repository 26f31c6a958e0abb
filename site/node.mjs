// What of the build JavaScript does: node.mjs katex PROGRAM PAGE ..., node.mjs compile PYODIDE FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Node.js itself would print the line that failed: all of Pyodide, a megabyte.
process.on("uncaughtException", error => { console.error(error.message ?? error); process.exit(1); });

const [task, first, ...rest] = process.argv.slice(2);

if (task === "katex") {
  const { default: katex } = await import(pathToFileURL(first));
  for (const page of rest) {
    writeFileSync(page, readFileSync(page, "utf8").replace(/<tex( display)?>([^]*?)<\/tex>/g, (_, display, tex) => {
      const formula = katex.renderToString(tex, { displayMode: Boolean(display), strict: false });
      return display ? `<span class="formula">${formula}</span>` : formula;
    }));
  }
}

if (task === "compile") { // by the very Python that will run it: another one's would be refused
  const { loadPyodide } = await import(pathToFileURL(`${first}/pyodide.mjs`));
  const python = await loadPyodide({ indexURL: first });
  python.FS.mkdir("/course");
  python.mountNodeFS("/course", rest[0]);
  python.runPython(`
import compileall, os, pathlib, sys, warnings
from py_compile import PycInvalidationMode
warnings.simplefilter("ignore")
for path in map(str, pathlib.Path("/course").iterdir()):
    # Docstrings are a good part of the size; these packages use theirs, the course shows its own.
    level = 0 if path.endswith(("numpy", "ipywidgets", "tqdm", "helpers", "live.py")) else 2
    compile = compileall.compile_file if path.endswith(".py") else compileall.compile_dir
    compile(path, optimize=level, quiet=2, legacy=not path.endswith(("helpers", "live.py")),
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
for made in pathlib.Path("/course").rglob("*.pyc"):
    made.with_suffix(".py").unlink(missing_ok=True)
# matplotlib looks through all fonts at its first start, which takes seconds: this is what it found.
os.environ["MPLCONFIGDIR"] = "/course/matplotlib-config"
os.environ["MPLBACKEND"] = "agg"
sys.path.insert(0, "/course")
import live, helpers.search
live.start('')`);
  process.exit(0);
}
