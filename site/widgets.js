// ipywidgets' models, mirrored: their state is kept here and drawn as plain HTML controls.
// Python's messages go to `absorb`; what a reader does goes out through `wire.send`.
export const wire = { send() {}, busy: () => false };
const models = new Map(); // id -> { state, watchers }

export function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(child => child !== null));
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

export function forget() { models.clear(); }

const linked = text => String(text).replace("IPY_MODEL_", "");

// Draw a widget: the element follows its model from now on.
export function view(id) {
  const model = models.get(id);
  if (!model) return make("p", { textContent: "This control has been closed: run its cell again." });
  const { state } = model;
  const kind = state._model_name.replace("Model", "");
  const watch = (follow, now = true) => { model.watchers.push(follow); if (now) follow(state); };
  const set = change => { Object.assign(state, change); wire.send(id, { method: "update", state: change }); };
  const element = (KINDS[kind] ?? other)({ id, kind, state, watch, set });
  element.classList.add("widget", kind.toLowerCase());
  for (const name of state._dom_classes ?? []) element.classList.add(name);
  const layout = models.get(linked(state.layout));
  const place = changed => {
    for (const [name, value] of Object.entries(changed)) {
      if (!name.startsWith("_")) element.style.setProperty(name.replaceAll("_", "-"), value);
    }
  };
  if (layout) { layout.watchers.push(place); place(layout.state); }
  watch(changed => {
    if (!("disabled" in changed)) return;
    for (const part of [element, ...element.querySelectorAll("button, input, select")]) part.disabled = Boolean(changed.disabled);
  });
  return element;
}

const styleOf = state => models.get(linked(state.style))?.state ?? {};

// A control with its description before it; what stands in the label names the control.
function row({ state, watch }, control, group = false) {
  const label = make("span", { className: "name" });
  const width = styleOf(state).description_width;
  if (width) label.style.width = width;
  watch(changed => { if ("description" in changed) label.textContent = changed.description; });
  const name = () => { const said = state.tooltip || state.description; if (said) control.setAttribute("aria-label", said); };
  watch(changed => { if ("tooltip" in changed || "description" in changed) name(); });
  label.hidden = !state.description;
  return make(group ? "div" : "label", { className: "row" }, label, control);
}

const box = ({ watch }) => {
  const made = make("div");
  watch(changed => { if (changed.children) made.replaceChildren(...changed.children.map(child => view(linked(child)))); });
  return made;
};

const markup = field => ({ state, watch }) => {
  const made = make("div");
  watch(changed => { if ("value" in changed) made[field] = changed.value; });
  return state.description ? make("div", { className: "row" }, make("span", { textContent: state.description }), made) : made;
};

// A slider at `place(state)` between `ends(state)`; `value(place)` is the change a move makes.
const slider = (place, ends, value, words) => model => {
  const { state, watch, set } = model;
  const input = make("input", { type: "range" }), shown = make("output");
  watch(() => {
    [input.min, input.max, input.step] = ends(state);
    if (Number(input.value) !== place(state)) input.value = place(state);
    shown.textContent = words(state);
    input.setAttribute("aria-valuetext", words(state));
  });
  const moved = () => { set(value(Number(input.value), state)); shown.textContent = words(state); };
  input.addEventListener(state.continuous_update === false ? "change" : "input", moved);
  return row(model, state.readout === false ? input : make("span", { className: "with-output" }, input, shown));
};

const written = (value, format = "") => {
  const found = /\.(\d+)([fge])/.exec(format);
  if (!found) return String(value);
  return found[2] === "f" ? value.toFixed(found[1]) : String(Number(value.toPrecision(found[1])));
};
const numbers = slider(s => s.value, s => [s.min, s.max, s.step ?? "any"], place => ({ value: place }), s => written(s.value, s.readout_format));

const field = (type, read) => model => {
  const { state, watch, set } = model;
  const input = make("input", { type: "text", placeholder: state.placeholder ?? "", inputMode: type });
  watch(changed => { if ("value" in changed && input.value !== String(changed.value)) input.value = changed.value; });
  input.addEventListener(state.continuous_update === false ? "change" : "input", () => {
    const value = read(input.value);
    if (Number.isNaN(value)) input.value = state.value; else set({ value });
  });
  return row(model, input);
};

const radios = model => {
  const { id, state, watch, set } = model;
  const group = make("span", { className: "choices" });
  group.setAttribute("role", "radiogroup");
  watch(changed => {
    if (!changed._options_labels) return;
    group.replaceChildren(...changed._options_labels.map((text, index) => {
      const radio = make("input", { type: "radio", name: id, checked: index === state.index });
      if (state.tooltips?.[index]) radio.setAttribute("aria-label", state.tooltips[index]);
      radio.onchange = () => set({ index });
      return make("label", { className: "choice" }, radio, text);
    }));
  });
  watch(changed => {
    if ("index" in changed) group.querySelectorAll("input").forEach((radio, index) => { radio.checked = index === changed.index; });
  });
  return row(model, group, true);
};

const select = model => {
  const { state, watch, set } = model;
  const list = make("select");
  watch(changed => {
    if (changed._options_labels) list.replaceChildren(...changed._options_labels.map(text => make("option", { textContent: text })));
    if ("index" in changed || changed._options_labels) list.selectedIndex = state.index ?? -1;
  });
  list.onchange = () => set({ index: list.selectedIndex });
  return row(model, list);
};

const ICONS = { "step-forward": "⏭", "step-backward": "⏮", play: "▶", pause: "⏸", stop: "⏹", refresh: "↻" };

const button = ({ id, state, watch }) => {
  const made = make("button");
  watch(() => {
    made.textContent = [ICONS[state.icon] ?? "", state.description].join(" ").trim();
    if (state.tooltip) { made.title = state.tooltip; made.setAttribute("aria-label", state.tooltip); }
  });
  made.onclick = () => wire.send(id, { method: "custom", content: { event: "click" } });
  return made;
};

// The page's clock: it waits for a picture before it asks for the next one.
const play = ({ state, watch, set }) => {
  const made = make("button");
  let clock = null;
  const show = () => { made.textContent = state.playing ? "⏸" : "▶"; made.setAttribute("aria-label", state.playing ? "pause" : "play"); };
  const tick = () => {
    if (!made.isConnected) return playing(false);
    if (wire.busy()) return;
    const next = state.value + state.step;
    if (next <= state.max) set({ value: next });
    else if (state.repeat) set({ value: state.min });
    else playing(false);
  };
  const playing = (now, told = true) => {
    state.playing = now;
    clearInterval(clock);
    clock = now ? setInterval(tick, state.interval) : null;
    if (told) set({ playing: now });
    show();
  };
  made.onclick = () => {
    if (!state.playing && state.value >= state.max) set({ value: state.min });
    playing(!state.playing);
  };
  watch(changed => { if ("playing" in changed && Boolean(changed.playing) !== (clock !== null)) playing(Boolean(changed.playing), false); }, false);
  show();
  return made;
};

const picture = ({ state, watch }) => {
  const made = make("img", { alt: state.tooltip ?? "" });
  watch(changed => { if (changed.value) made.src = `data:image/${state.format};base64,${changed.value}`; });
  return made;
};

const check = model => {
  const { state, watch, set } = model;
  const input = make("input", { type: "checkbox" });
  watch(changed => { if ("value" in changed) input.checked = changed.value; });
  input.onchange = () => set({ value: input.checked });
  return make("label", { className: "row" }, input, ` ${state.description}`);
};

const bar = model => {
  const made = make("progress");
  model.watch(() => { made.max = model.state.max - model.state.min; made.value = model.state.value - model.state.min; });
  return row(model, made);
};

const other = ({ kind }) => make("p", { textContent: `(This page cannot show a ${kind}; JupyterLab can.)` });

const whole = text => Math.round(Number(text)), decimal = text => Number(text.replace(",", "."));
const KINDS = {
  Box: box, HBox: box, VBox: box, GridBox: box, HTML: markup("innerHTML"), HTMLMath: markup("innerHTML"),
  Label: markup("textContent"), Image: picture, Button: button, Play: play, Checkbox: check, ToggleButton: check,
  ToggleButtons: radios, RadioButtons: radios, Dropdown: select, Select: select, IntSlider: numbers, FloatSlider: numbers,
  FloatLogSlider: slider(s => Math.log(s.value) / Math.log(s.base), s => [s.min, s.max, s.step],
    (place, s) => ({ value: s.base ** place }), s => written(s.value, s.readout_format)),
  SelectionSlider: slider(s => s.index, s => [0, s._options_labels.length - 1, 1], index => ({ index }), s => s._options_labels[s.index]),
  Text: field("text", text => text), IntText: field("numeric", whole), BoundedIntText: field("numeric", whole),
  FloatText: field("decimal", decimal), BoundedFloatText: field("decimal", decimal), IntProgress: bar, FloatProgress: bar,
};
