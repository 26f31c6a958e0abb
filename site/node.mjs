// What of the build JavaScript does: node.mjs katex PROGRAM < formulas, node.mjs compile PYODIDE FOLDER
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", error => { console.error(error.message ?? error); process.exit(1); });

const [task, first, folder] = process.argv.slice(2);

if (task === "katex") {
  const { default: katex } = await import(pathToFileURL(first));
  const made = JSON.parse(readFileSync(0, "utf8")).map(({ tex, display }) => {
    const formula = katex.renderToString(tex, { displayMode: display, strict: false });
    return display ? `<span class="formula">${formula}</span>` : formula;
  });
  process.stdout.write(JSON.stringify(made));
}

if (task === "compile") { // by the very Python that will run it: another one's would be refused
  const { loadPyodide } = await import(pathToFileURL(`${first}/pyodide.mjs`));
  const python = await loadPyodide({ indexURL: first });
  python.FS.mkdir("/course");
  python.mountNodeFS("/course", folder);
  python.runPython(`
import compileall, os, sys, warnings
from py_compile import PycInvalidationMode
warnings.simplefilter("ignore")
own = ("/course/helpers", "/course/live.py")
for name in sorted(os.listdir("/course")):
    path = "/course/" + name
    # Docstrings are a good part of the size; these packages use theirs, the course shows its own.
    level = 0 if name in ("numpy", "ipywidgets", "tqdm", "helpers", "live.py") else 2
    options = dict(optimize=level, quiet=2, legacy=path not in own, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    if os.path.isdir(path):
        compileall.compile_dir(path, **options)
    elif name.endswith(".py"):
        compileall.compile_file(path, **options)
for folder, _, names in os.walk("/course"):
    for name in names:
        path = os.path.join(folder, name)
        if name.endswith(".pyc") and os.path.exists(path[:-1]):
            os.remove(path[:-1])
# matplotlib looks through all fonts at its first start, which takes seconds: this is what it found.
os.environ["MPLCONFIGDIR"] = "/course/matplotlib-config"
os.environ["MPLBACKEND"] = "agg"
sys.path.insert(0, "/course")
import live, helpers.search
live.start('')`);
  process.exit(0);
}
