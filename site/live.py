"""A notebook's cells and widgets without Jupyter: the Python side of a page.

The page's worker calls `run` with a cell and `move` with what a reader did to a control; both
return JSON. Widgets speak ipywidgets' own protocol: what they would send to Jupyter's front end
goes to the page, which holds their state and draws it, so no widget is known here by its name.
"""

import base64
import contextlib
import io
import json
import os
import re
import sys
import types
from pathlib import Path

os.environ["JUPYTER_WIDGETS_ECHO"] = "0"
# IPython's terminal and the data base of its history are no use here and take long to load.
for name, parts in {"IPython.terminal.embed": ["embed"],
                    "sqlite3": ["Connection", "DatabaseError", "OperationalError"]}.items():
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update((part, type(part, (Exception,), {})) for part in parts)

# ruff: noqa: E402
import comm
from comm.base_comm import BaseComm
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

PROGRESS = Path("progress.json")
outputs = []  # of the cell that runs, as a notebook stores them
widgets = []  # what widgets sent since the last answer
tell = print  # what has to reach the page before the cell has ended; the worker sets it
known = {"progress": None, "cell": None}


class Wire(BaseComm):
    """What a widget speaks through: to the page instead of to Jupyter."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        """Keep a message for the next answer, its bytes as base64 in their place."""
        data = data or {}
        if msg_type == "comm_msg" and data.get("method") != "update":
            return
        for path, buffer in zip(data.get("buffer_paths", ()), buffers or (), strict=True):
            part = data["state"]
            for name in path[:-1]:
                part = part[name]
            part[path[-1]] = base64.b64encode(buffer).decode()
        widgets.append({"id": self.comm_id, "what": msg_type.removeprefix("comm_"),
                        "state": data.get("state", {})})


comm.create_comm = Wire


class _Hook(DisplayHook):
    write_output_prompt = finish_displayhook = lambda self: None

    def write_format_data(self, format_dict, md_dict=None):
        outputs.append({"data": format_dict, "metadata": md_dict or {}})


class _Shell(InteractiveShell):
    def get_parent(self):
        """As ipykernel has it: which cell runs, so that one run again frees what it showed."""
        return {"metadata": {"cellId": known["cell"]}}

    def _showtraceback(self, etype, evalue, stb):
        text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(stb))
        what = re.sub(r"<ipython-input-[^>]*>", "this cell", f"{etype.__name__}: {evalue}")
        outputs.append({"error": what, "name": etype.__name__,
                        "traceback": text})


class _Stream(io.TextIOBase):
    """Standard output, kept; and standard error, where progress bars are drawn and wiped away."""

    def __init__(self, kept):
        self.kept = kept

    def write(self, text):
        if not self.kept:
            tell(text.strip("\r\n"))
        elif outputs and "text" in outputs[-1]:
            outputs[-1]["text"] += text
        else:
            outputs.append({"text": text})
        return len(text)


def start(kept):
    """Make the shell; `kept` is the text of a progress.json, "" for none."""
    _Shell.displayhook_class, _Shell.display_pub_class = _Hook, CapturingDisplayPublisher
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "NoColor"
    settings.InteractiveShell.xmode = "Context"
    shell = _Shell.instance(config=settings)
    shell.display_pub.outputs = outputs
    shell.user_ns["input"] = _no_input
    load_progress(kept)
    import tqdm

    sys.modules["tqdm.auto"] = tqdm  # bars in text: they are told while the cell runs

    import helpers.pictures.picture  # noqa: F401  with matplotlib: what takes longest

    tqdm.tqdm.monitor_interval = 0  # there is no thread to watch it
    return shell


def load_progress(text):
    """Take a reader's record of progress; `progress.json` exists from here on."""
    from helpers import progress

    PROGRESS.write_text(text or "{}", "utf-8")
    progress.save(".", progress.load())  # one that is damaged is set aside
    known["progress"] = PROGRESS.read_text("utf-8")


def run(cell, source):
    """Run a cell; returns its outputs as JSON."""
    outputs.clear()
    known["cell"] = cell
    with contextlib.redirect_stdout(_Stream(True)), contextlib.redirect_stderr(_Stream(False)):
        _Shell.instance().run_cell(source, store_history=True)
    return _answer(list(outputs))


def move(moves):
    """Set traits or send a message to widgets: JSON of [[id, data], ...]; returns what changed."""
    outputs.clear()
    with contextlib.redirect_stdout(_Stream(True)), contextlib.redirect_stderr(_Stream(False)):
        for widget, data in json.loads(moves):
            wire = comm.get_comm_manager().comms.get(widget)
            try:
                if wire:  # not closed meanwhile
                    wire.handle_msg({"content": {"data": data}, "buffers": []})
            except Exception as error:
                outputs.append({"error": f"{type(error).__name__}: {error}"})
    return _answer([one for one in outputs if "error" in one])


def _answer(shown):
    """What the page has to know, as JSON: outputs, widgets, and progress if there is more."""
    answer = {"outputs": shown, "widgets": list(widgets)}
    widgets.clear()
    with contextlib.suppress(OSError):
        text = PROGRESS.read_text("utf-8")
        if text != known["progress"]:
            known["progress"] = answer["progress"] = text
    return json.dumps(answer, default=str)


def _no_input(prompt=""):
    raise RuntimeError("input() cannot ask here: give the value in the code")
