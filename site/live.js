// A page comes alive: its cells run in the background, its controls take the place of the stills.
import { marked } from "./marked.esm.js";
import { absorb, forget, known, make, view, wire } from "./widgets.js";

const $ = name => document.getElementById(name);
const cells = [...document.querySelectorAll(".cell")];
const has = (cell, tag) => cell.dataset.tags.split(" ").includes(tag);
const page = location.pathname.split("/").at(-1).replace(/\.html$/, "") || "index";
const kept = { // null takes an entry out
  get: name => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, text) => {
    try { text === null ? localStorage.removeItem(name) : localStorage.setItem(name, text); }
    catch { say("This browser keeps nothing: export your progress before you leave."); }
  },
};
let worker = null, prepared = null, ready = null, calls = new Map(), number = 0, queue = Promise.resolve(), waiting = 0;
document.documentElement.classList.add("js");

const say = (...words) => $("status").replaceChildren(...words);

// ---- Python

function call(task, ...args) {
  return new Promise((resolve, reject) => {
    calls.set(++number, { resolve, reject });
    document.body.dataset.busy = "yes";
    worker.postMessage({ task, args, id: number });
  });
}

function received({ data }) {
  if (data.loaded) { $("loaded").value = data.loaded; return; }
  if (data.stage) { $("loaded").removeAttribute("value"); return ready && say(data.stage); }
  if (data.said !== undefined) { if (data.said) say(data.said.split("\r").at(-1)); return; }
  const { resolve, reject } = calls.get(data.id);
  calls.delete(data.id);
  setTimeout(() => { if (!calls.size) delete document.body.dataset.busy; }, 60);
  if (data.failed !== undefined) return reject(new Error(data.failed));
  if (data.answer.progress) remember(data.answer.progress);
  absorb(data.answer.widgets ?? []);
  resolve(data.answer);
}

// The worker, with Python in it.
function prepare() {
  prepared ??= (async () => {
    await Promise.race([navigator.serviceWorker?.ready, new Promise(resolve => setTimeout(resolve, 1500))]);
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = received;
    worker.onerror = event => halt(`Python has stopped: ${event.message || "it could not be loaded"}.`);
    await call("start", kept.get("progress") ?? "");
  })();
  return prepared;
}

// Python, loaded when it is first asked for.
function python() {
  ready ??= (async () => {
    say(`Loading Python, ${($("loaded").max / 1e6).toFixed(0)} MB the first time …`);
    $("loaded").hidden = false;
    $("start").hidden = true;
    $("stop").hidden = false;
    await prepare();
    document.body.dataset.live = "ready";
    $("all").hidden = false;
    $("loaded").hidden = true;
    say("Live: move the controls, edit and run the cells.");
    tellOffline("all");
  })().catch(error => { halt(`Python could not be started (${error.message}). Everything can still be read; try again.`); throw error; });
  return ready;
}

// End Python, by request or by a failure: the page stays readable, and may begin again.
function halt(reason) {
  worker?.terminate();
  worker = prepared = ready = null;
  calls.clear();
  forget();
  queue = Promise.resolve();
  waiting = 0;
  moves.clear();
  delete document.body.dataset.live;
  for (const cell of cells) delete cell.dataset.state;
  for (const out of document.querySelectorAll(".out:has(> .widget)")) { // grey until its cell runs again
    for (const live of out.querySelectorAll(":scope > .widget")) live.inert = true;
    if (!out.querySelector(":scope > .alive")) out.prepend(make("button", { className: "alive", textContent: "make it live again", onclick: () => run(out.parentElement) }));
  }
  for (const name of ["all", "stop", "loaded"]) $(name).hidden = true;
  $("start").hidden = false;
  say(reason);
}

// ---- controls: the newest move of each, one on its way at a time

const moves = new Map();
wire.send = (id, data) => {
  const name = data.method === "update" ? id : `${id} ${++number}`;
  moves.set(name, [id, data.method === "update" ? { ...data, state: { ...moves.get(name)?.[1].state, ...data.state } } : data]);
  flush();
};
wire.busy = () => waiting > 0;

async function flush() {
  if (waiting || !moves.size || !worker) return;
  waiting = 1;
  const batch = [...moves.values()];
  moves.clear();
  try {
    const answer = await call("move", JSON.stringify(batch));
    if (answer.outputs.length) say(`That failed: ${answer.outputs.at(-1).error}`);
  } catch { return; }
  waiting = 0;
  flush();
}

// ---- cells

const there = (cell, words) => make("a", { href: `#${cell.id}`, textContent: words });

// Returns whether it ran, as far as it could: one that needs what a long cell above makes keeps
// its stored result until that has run.
async function runCell(cell) {
  cell.dataset.state = "running";
  say("Running ", there(cell, "a cell"), ` … ${cell.querySelector(".code ~ .note")?.textContent ?? ""}`);
  const { outputs } = await call("run", cell.id, cell.querySelector("textarea").value);
  const failed = outputs.find(output => output.error);
  const above = failed?.name === "NameError" && cells.slice(0, cells.indexOf(cell)).find(one => has(one, "long") && one.dataset.state !== "ran");
  if (above) {
    cell.querySelector(".out > .note")?.remove();
    cell.querySelector(".out").prepend(make("p", { className: "note" }, "Here is the stored result. Live it needs what a long cell above makes: ",
      there(above, "go there and run it"), ", then this one."));
    cell.dataset.state = "waits";
    say("It needs what ", there(above, "a long cell above"), " makes: run that one first.");
    return true;
  }
  show(cell, outputs);
  cell.dataset.state = failed ? "failed" : "ran";
  if (failed) say(there(cell, "A cell"), ` stopped: ${failed.error}`);
  return !failed;
}

// Run a cell, and before it those above that have not run: they may make what it needs. Long ones
// run only when they are asked for themselves.
function run(cell) {
  queue = queue.then(async () => {
    await python();
    for (const one of cells.slice(0, cells.indexOf(cell))) {
      if (!/ran|failed/.test(one.dataset.state) && !has(one, "long") && !await runCell(one)) return;
    }
    if (await runCell(cell) && cell.dataset.state === "ran") say("Live: move the controls, edit and run the cells. What still has a button “make it live” has not run.");
  }).catch(error => console.warn(error.message));
}

function show(cell, outputs) {
  const shown = [];
  for (const output of outputs) {
    const before = shown.at(-1);
    const id = output.data?.["application/vnd.jupyter.widget-view+json"]?.model_id;
    if (id && !known(id)) continue; // a progress bar that has gone
    if (id) {
      // A still stands before its widget, a panel's picture before its still: the widget replaces both.
      const still = before?.querySelector?.(".course-still");
      if (still) { shown.pop(); if (still.classList.contains("course-below")) shown.pop(); }
      shown.push(view(id));
    } else shown.push(drawn(output));
  }
  const out = cell.querySelector(".out"), answer = out.querySelector(":scope > .answer"); // which stays folded
  answer ? answer.replaceChildren(answer.querySelector("summary"), ...shown) : out.replaceChildren(...shown);
}

function drawn({ text, error, traceback, data, metadata }) {
  if (text !== undefined) return make("pre", { textContent: text });
  if (error) {
    return make("div", { className: "failed" }, make("p", { textContent: `This cell stopped: ${error}` }),
      make("details", {}, make("summary", { textContent: "where" }), make("pre", { textContent: traceback })));
  }
  if (data["image/png"]) {
    const { alt, width } = metadata["image/png"] ?? {};
    return make("img", { src: `data:image/png;base64,${data["image/png"]}`, alt: alt ?? data["text/plain"] ?? "", ...(width && { width }) });
  }
  if (data["text/html"]) return make("div", { innerHTML: data["text/html"].replaceAll('.ipynb"', '.html"') });
  if (data["text/markdown"]) return make("div", { role: "status", innerHTML: marked.parse(data["text/markdown"]) });
  return make("pre", { textContent: data["text/plain"] ?? "" });
}

for (const cell of document.body.classList.contains("live") ? cells : []) {
  const area = cell.querySelector("textarea"), shown = cell.querySelector(".code .highlight");
  const [go, edit, reset] = [".run", ".edit", ".reset"].map(name => cell.querySelector(name));
  const first = area.value, name = `edit ${page} ${cell.id}`;
  const fit = () => { area.rows = area.value.split("\n").length + 1; };
  const open = () => { shown.hidden = true; area.hidden = false; fit(); reset.hidden = area.value === first; };
  if (kept.get(name) !== null) { area.value = kept.get(name); open(); }
  edit.onclick = () => { open(); area.focus(); };
  area.oninput = () => { delete cell.dataset.state; fit(); reset.hidden = area.value === first; kept.set(name, area.value); };
  reset.onclick = () => {
    if (!confirm("Throw away what you wrote in this cell?")) return;
    area.value = first; kept.set(name, null); area.hidden = reset.hidden = true; shown.hidden = false;
  };
  go.onclick = () => {
    const folded = cell.querySelector(".answer:not([open])"), live = document.body.dataset.live;
    if (folded) folded.open = true;
    if (!folded || !live) run(cell);
  };
  area.onkeydown = event => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.shiftKey || event.ctrlKey) return run(cell);
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1); // the next one begins below it
    document.execCommand("insertText", false, `\n${/^ */.exec(line)[0]}${line.trimEnd().endsWith(":") ? "    " : ""}`);
  };
  for (const alive of cell.querySelectorAll(".alive")) alive.onclick = () => run(cell);
  for (const answer of cell.querySelectorAll(".answer")) { // opened, it is measured again beside the guess
    answer.ontoggle = () => { if (answer.open && document.body.dataset.live) run(cell); };
  }
}
if (!document.body.classList.contains("live")) $("start").hidden = true;
$("start").onclick = () => run(cells.find(cell => cell.querySelector(".alive")) ?? cells[0]);
$("all").onclick = () => {
  for (const cell of cells) if (cell.dataset.state === "failed") delete cell.dataset.state;
  run(cells.filter(cell => !has(cell, "long")).at(-1));
};
$("stop").onclick = () => halt("Python was stopped. What the cells had made is gone (in Jupyter, an interrupted training keeps it); what you wrote is kept.");

// ---- progress: in this browser, in and out as the file that `course` keeps

const KINDS = ["guesses", "exercises", "quizzes"];

function remember(text) {
  const now = JSON.parse(text), all = JSON.parse(kept.get("progress") ?? "{}");
  for (const kind of KINDS) all[kind] = { ...all[kind], ...now[kind] }; // another tab may know more
  kept.set("progress", JSON.stringify(all, null, 1));
  done();
}

function done() {
  let all = {};
  try { all = JSON.parse(kept.get("progress") ?? "{}"); } catch { /* damaged: Python sets it aside */ }
  for (const place of document.querySelectorAll("[data-has]")) {
    place.textContent = Object.entries(JSON.parse(place.dataset.has)).filter(([, names]) => names.length).map(([kind, names]) =>
      `${names.filter(name => all[kind]?.[name]).length}/${names.length} ${kind}`).join(", ");
  }
}

$("save").onclick = () => {
  const all = JSON.parse(kept.get("progress") ?? "{}");
  all.cells = Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith("edit ")));
  make("a", { download: "progress.json", href: `data:application/json,${encodeURIComponent(JSON.stringify(all, null, 1))}` }).click();
};
$("load").onchange = async event => {
  try {
    const text = await event.target.files[0].text(), all = JSON.parse(text);
    if (!all || !KINDS.every(kind => typeof (all[kind] ?? {}) === "object")) throw new Error("it is another kind of file");
    for (const [name, code] of Object.entries(all.cells ?? {})) if (name.startsWith("edit ")) kept.set(name, code);
    delete all.cells;
    kept.set("progress", JSON.stringify(all, null, 1));
    if (worker) await call("load_progress", JSON.stringify(all));
    done();
    say("Your progress was imported; what you wrote stands in its cells when a page is opened.");
  } catch (error) { say(`That file could not be imported: ${error.message}.`); }
  event.target.value = "";
};
addEventListener("storage", done);
done();

// ---- without a connection

async function tellOffline(what) { (await navigator.serviceWorker?.ready)?.active.postMessage(what); }

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => { document.body.dataset.offline = data; });
  navigator.serviceWorker.register(new URL("../offline.js", import.meta.url)).then(() => {
    const pictures = [...document.images].map(image => image.src).filter(url => url.startsWith("http"));
    const loaded = performance.getEntriesByType("resource").map(entry => entry.name);
    return tellOffline([location.href.replace(/#.*/, "").replace(/\/$/, "/index.html"), ...loaded, ...pictures]);
  }).catch(() => {});
}

// Once it is all in the cache, Python is made ready while the reader reads.
addEventListener("load", async () => {
  const there = await globalThis.caches?.match(new URL("../pyodide/course.zip", import.meta.url));
  if (there && document.body.classList.contains("live") && !navigator.connection?.saveData) prepare().catch(() => halt(""));
});
