// Python in a worker: cells and sliders wait for each other here, never for the page.
import { loadPyodide } from "../pyodide/pyodide.mjs";

let python, live, loaded = 0;
const plainFetch = self.fetch.bind(self);

// Count what arrives, so that the page can show how far it is.
async function counted(url) {
  const answer = await plainFetch(url);
  if (!answer.ok) throw new Error(`${url}: the server answers ${answer.status}`);
  const count = new TransformStream({ transform(piece, out) {
    loaded += piece.byteLength;
    postMessage({ loaded });
    out.enqueue(piece);
  } });
  return answer.body.pipeThrough(count);
}

self.fetch = async (url, ...rest) => {
  if (!String(url).endsWith("pyodide.asm.wasm")) return plainFetch(url, ...rest);
  const unpacked = (await counted(`${url}.bin`)).pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": "application/wasm" } });
};

async function start(progress) {
  const archive = counted(new URL("../pyodide/course.zip", import.meta.url))
    .then(body => new Response(body).arrayBuffer());
  archive.catch(() => {}); // it is awaited below, where its failure is told
  python = await loadPyodide({ indexURL: new URL("../pyodide/", import.meta.url).href,
    env: { HOME: "/home/pyodide", MPLCONFIGDIR: "/course/matplotlib-config", MPLBACKEND: "agg" } });
  postMessage({ stage: "Starting Python …" });
  python.unpackArchive(await archive, "zip", { extractDir: "/course" });
  python.runPython("import sys; sys.path.insert(0, '/course')");
  live = python.pyimport("live");
  live.tell = text => postMessage({ said: text });
  live.start(progress);
}

onmessage = async ({ data }) => {
  try {
    let answer = "{}";
    if (data.start !== undefined) await start(data.start);
    else if (data.cell !== undefined) answer = live.run(data.cell, data.source);
    else if (data.moves) answer = live.move(JSON.stringify(data.moves));
    else live.load_progress(data.progress);
    postMessage({ id: data.id, answer: JSON.parse(answer) });
  } catch (error) {
    postMessage({ id: data.id, failed: String(error.message ?? error).trim().split("\n").at(-1) });
  }
};
