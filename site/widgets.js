// ipywidgets' models, mirrored: their state is kept here and drawn as plain HTML controls.
// Python's messages go to `absorb`; what a reader does goes out through `wire.send`.
export const wire = { send() {}, busy: () => false };
const models = new Map(); // id -> { state, watchers }

export function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function absorb(messages) {
  for (const { id, what, state } of messages) {
    if (what === "close") { models.delete(id); continue; }
    if (!models.has(id)) models.set(id, { state: {}, watchers: [] });
    const model = models.get(id);
    Object.assign(model.state, state);
    for (const watch of model.watchers) watch(state);
  }
}

export const forget = () => models.clear();
export const known = id => models.has(id);
const linked = text => models.get(String(text).replace("IPY_MODEL_", ""));

// Draw a widget: the element follows its model from now on.
export function view(name) {
  const id = name.replace("IPY_MODEL_", ""), model = models.get(id);
  const { state, watchers } = model, kind = state._model_name.replace("Model", "");
  const watch = (name, follow) => {
    watchers.push(changed => { if (name in changed) follow(state[name]); });
    if (name in state) follow(state[name]);
  };
  const set = change => { Object.assign(state, change); wire.send(id, { method: "update", state: change }); };
  const element = (KINDS[kind] ?? other)({ id, kind, state, watch, set });
  element.classList.add("widget", kind.toLowerCase(), ...state._dom_classes ?? []);
  const layout = linked(state.layout), place = changed => {
    for (const [name, value] of Object.entries(changed)) {
      if (!name.startsWith("_")) element.style.setProperty(name.replaceAll("_", "-"), value);
    }
  };
  if (layout) { layout.watchers.push(place); place(layout.state); }
  watch("disabled", off => { for (const part of [element, ...element.querySelectorAll("button, input, select")]) part.disabled = Boolean(off); });
  return element;
}

// A control with its description before it, which also names it for those who cannot see it.
function row({ state, watch }, control, around = "label") {
  const label = make("span", { className: "name" }), width = linked(state.style)?.state.description_width;
  if (width) label.style.width = width;
  watch("description", text => { label.textContent = text; label.hidden = !text; });
  watch("tooltip", text => { if (text || state.description) control.setAttribute("aria-label", text || state.description); });
  return make(around, { className: "row" }, label, control);
}

const box = ({ watch }) => {
  const made = make("div");
  watch("children", children => made.replaceChildren(...children.map(view)));
  return made;
};

const markup = field => model => {
  const made = make("div");
  model.watch("value", text => {
    made[field] = text;
    // What is read aloud when it changes has to be there before it changes.
    const said = made.querySelector("[role=status]");
    if (said) { said.removeAttribute("role"); made.setAttribute("role", "status"); }
  });
  return made;
};

const slider = model => {
  const { watch, set, state: { min, max, step } } = model;
  const input = make("input", { type: "range", min, max, step });
  watch("value", value => { if (Number(input.value) !== value) input.value = value; });
  input.oninput = () => set({ value: Number(input.value) });
  return row(model, input);
};

const text = model => {
  const { state, watch, set } = model, input = make("input", { type: "text", placeholder: state.placeholder ?? "" });
  watch("value", value => { if (input.value !== value) input.value = value; });
  input.addEventListener(state.continuous_update === false ? "change" : "input", () => set({ value: input.value }));
  return row(model, input);
};

const radios = model => {
  const { id, state, watch, set } = model, group = make("span", { className: "choices" });
  group.setAttribute("role", "radiogroup");
  watch("_options_labels", labels => group.replaceChildren(...labels.map((words, index) => {
    const radio = make("input", { type: "radio", name: id, onchange: () => set({ index }) });
    if (state.tooltips?.[index]) radio.setAttribute("aria-label", state.tooltips[index]);
    return make("label", { className: "choice" }, radio, words);
  })));
  watch("index", chosen => group.querySelectorAll("input").forEach((radio, index) => { radio.checked = index === chosen; }));
  return row(model, group, "div");
};

const select = model => {
  const list = make("select");
  model.watch("_options_labels", labels => list.replaceChildren(...labels.map(words => make("option", { textContent: words }))));
  model.watch("index", index => { list.selectedIndex = index ?? -1; });
  list.onchange = () => model.set({ index: list.selectedIndex });
  return row(model, list);
};

const button = ({ id, state, watch }) => {
  const made = make("button", { onclick: () => wire.send(id, { method: "custom", content: { event: "click" } }) });
  watch("description", words => { made.textContent = words || (state.icon === "step-forward" ? "⇥" : "•"); });
  watch("tooltip", words => { if (words) { made.title = words; made.setAttribute("aria-label", words); } });
  return made;
};

// The page's clock: it waits for a picture before it asks for the next one.
const play = ({ state, watch, set }) => {
  const made = make("button");
  let clock = null, last = 0;
  const show = playing => {
    clearInterval(clock);
    clock = playing ? setInterval(tick, 5) : null;
    made.textContent = playing ? "❚❚" : "▶";
    made.setAttribute("aria-label", playing ? "pause" : "play");
  };
  const tick = () => {
    if (wire.busy() || performance.now() - last < state.interval) return;
    last = performance.now();
    const next = state.value + state.step;
    if (!made.isConnected || next > state.max) { set({ playing: false }); show(false); } else set({ value: next });
  };
  watch("playing", playing => { if (Boolean(playing) !== (clock !== null) || !playing) show(Boolean(playing)); });
  made.onclick = () => {
    if (!state.playing && state.value >= state.max) set({ value: state.min });
    set({ playing: !state.playing });
    show(state.playing);
  };
  return made;
};

const picture = ({ state, watch }) => {
  const made = make("img", { alt: state.tooltip ?? "" });
  watch("value", value => { made.src = `data:image/${state.format};base64,${value}`; });
  return made;
};

const other = ({ kind }) => make("p", { textContent: `(This page cannot show a ${kind}; JupyterLab can.)` });
const KINDS = {
  Box: box, HBox: box, VBox: box, HTML: markup("innerHTML"), Label: markup("textContent"), Image: picture, Text: text,
  Button: button, Play: play, ToggleButtons: radios, Dropdown: select, IntSlider: slider,
};
