"""Show a widget together with what stands in its place where no kernel is running.

A notebook keeps a widget's view when it is saved, but not the widget: opened again it would show
"Error displaying widget". So a still is shown first, the widget below it, and the page itself
(two rules of CSS) shows the one or the other: the widget while its kernel lives, the still with
the request to run the cell otherwise.
"""

import html
from base64 import b64encode

import ipywidgets
from IPython import get_ipython
from IPython.display import display

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_CHILD = ".jp-OutputArea-child"
_LIVE = ".course-live:not(.jupyter-widgets-disconnected)"
_RULES = f"""<style>
{_CHILD}:has(.course-still):has(+ {_CHILD} {_LIVE}),
{_CHILD}:has(+ {_CHILD} .course-below):has(+ {_CHILD} + {_CHILD} {_LIVE}),
{_CHILD}:has(.course-still) + {_CHILD} .jp-OutputArea-output:not(:has(*)),
.course-live.jupyter-widgets-disconnected {{ display: none; }}
</style>"""
_shown_in = {}  # cell -> the function that frees what it shows


def numbers(readout, role=""):
    """HTML for numbers in aligned columns; lines may be broken between words, never inside one."""
    return (f'<pre{role} style="margin:0; white-space:pre-wrap; word-break:normal">'
            f"{html.escape(readout)}</pre>")


def show_picture(png, width, description):
    """Display a picture `width` CSS pixels wide, with a sentence for those who cannot see it."""
    display({"image/png": b64encode(png).decode(), "text/plain": description}, raw=True,
            metadata={"image/png": {"alt": description, "width": width}})


def show_live(widget, still_html, still_text, free, below_picture=False):
    """Display `widget`, and before it what to show while it is not alive.

    `free` is called when the cell that shows the widget is run again.
    """
    kind = "course-still course-below" if below_picture else "course-still"
    asked = "Run this cell to make it live."
    display({"text/html": f'{_RULES}<div class="{kind}">{still_html}<p><em>{asked}</em></p></div>',
             "text/plain": f"{still_text}\n({asked})".strip()}, raw=True)
    widget.add_class("course-live")
    display({WIDGET_VIEW: widget._repr_mimebundle_()[WIDGET_VIEW]}, raw=True)
    shell = get_ipython()
    message = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = message.get("metadata", {}).get("cellId")
    if cell:
        _shown_in.pop(cell, lambda: None)()
        _shown_in[cell] = free


def measured(text):
    """Show a line that is another one in every run, such as a time: it is not kept."""
    label = ipywidgets.Label(text)
    show_live(label, "", "", lambda: close(label))


def close(widget):
    """Close a widget with all that it holds."""
    for child in getattr(widget, "children", ()):
        close(child)
    for part in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
        if isinstance(part, ipywidgets.Widget):
            part.close()
