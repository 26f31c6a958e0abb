"""JupyterLite with the course, for those who want whole notebooks: `build.py --lite` calls it.

Needs two more packages: pip install jupyterlite-core jupyterlite-pyodide-kernel
"""

import base64
import hashlib
import importlib.metadata
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from helpers.course import learners_copy

COURSE = Path(__file__).resolve().parents[1]
OWN = "batch_norm_course_helpers"
WANTED = ["numpy", "matplotlib", "pillow", "contourpy", "ipython", "sqlite3", "micropip",
          "joblib", "threadpoolctl"]  # of the distribution


def wheel(name, version, files):
    """A wheel of these files, as bytes."""
    info = f"{name}-{version}.dist-info"
    files = {path: data for path, data in files.items() if ".dist-info" not in path} | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    sums = {path: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            for path, data in files.items()}
    files[f"{info}/RECORD"] = "".join(
        f"{path},sha256={sums[path]},{len(files[path])}\n" for path in sums).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in files.items():
            made.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


def build(out, source):
    """Write JupyterLite to `out`, with packages of the Pyodide distribution in `source`."""
    with tempfile.TemporaryDirectory() as temporary:
        lite, lock = Path(temporary), json.loads((source / "pyodide-lock.json").read_text())
        pyodide = lite / "static/pyodide"
        pyodide.mkdir(parents=True)
        for name in ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.mjs",
                     "pyodide.asm.wasm", "python_stdlib.zip"):
            if (source / name).exists():
                shutil.copy(source / name, pyodide)
        names, every = list(WANTED), lock["packages"]
        for name in names:  # grows on the way
            names += [other for other in every.get(name, {}).get("depends", ())
                      if other not in names]
        lock["packages"] = {name: every[name] for name in names if name in every}
        for entry in lock["packages"].values():
            shutil.copy(source / entry["file_name"], pyodide)
        own = {path.relative_to(COURSE).as_posix(): path.read_bytes()
               for part in ("helpers", "data") for path in sorted((COURSE / part).rglob("*"))
               if path.is_file() and path.suffix != ".pyc"}
        depends = {"comm": ["traitlets"], "jupyterlab_widgets": [], "tqdm": [],
                   "ipywidgets": ["comm", "ipython", "traitlets", "jupyterlab-widgets"],
                   OWN: ["numpy", "matplotlib", "ipywidgets", "joblib", "threadpoolctl", "tqdm"]}
        for name, needs in depends.items():
            version = "0.1.0" if name == OWN else importlib.metadata.version(name)
            data = wheel(name, version, own if name == OWN else {
                str(file): file.locate().read_bytes() for file in importlib.metadata.files(name)
                if file.suffix == ".py" and not str(file).startswith("..")})
            file = f"{name}-{version}-py3-none-any.whl"
            (pyodide / file).write_bytes(data)
            lock["packages"][name.replace("_", "-")] = {
                "name": name.replace("_", "-"), "version": version, "file_name": file,
                "install_dir": "site", "sha256": hashlib.sha256(data).hexdigest(),
                "package_type": "package", "depends": needs, "unvendored_tests": False,
                "imports": ["helpers"] if name == OWN else [name]}
        (pyodide / "pyodide-lock.json").write_text(json.dumps(lock))
        files = lite / "files"
        files.mkdir()
        for path in sorted((COURSE / "notebooks").glob("*.ipynb")):
            notebook = learners_copy(json.loads(path.read_text("utf-8")))
            for cell in notebook["cells"]:  # JupyterLite's front end wants texts in one piece
                cell["source"] = "".join(cell["source"])
            (files / path.name).write_text(json.dumps(notebook), "utf-8")
        (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": {
            "output_dir": str(out.resolve()), "contents": [str(files)], "apps": ["lab"],
            "no_sourcemaps": True, "no_unused_shared_packages": True}}))
        (lite / "jupyter-lite.json").write_text(json.dumps({
            "jupyter-lite-schema-version": 0, "jupyter-config-data": {
                "appName": "Batch norm, by hand", "litePluginSettings": {
                    "@jupyterlite/pyodide-kernel-extension:kernel": {
                        "disablePyPIFallback": True,
                        "pyodideUrl": "./static/pyodide/pyodide.mjs"}}}}))
        subprocess.run([sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", lite],
                       check=True, cwd=lite, stdout=subprocess.DEVNULL)
