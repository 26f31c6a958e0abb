// Python in a worker: cells and sliders wait for each other here, never for the page.
import { loadPyodide } from "../pyodide/pyodide.mjs";

let live, loaded = 0;
const place = new URL("../pyodide/", import.meta.url).href, plainFetch = self.fetch.bind(self);

// Count what arrives, so that the page can show how far it is; unpack WebAssembly.
self.fetch = async (url, ...rest) => {
  const packed = String(url).endsWith("pyodide.asm.wasm");
  const answer = await plainFetch(packed ? `${url}.bin` : url, ...rest);
  if (!answer.ok) throw new Error(`${url}: the server answers ${answer.status}`);
  const body = answer.body.pipeThrough(new TransformStream({ transform(piece, out) {
    loaded += piece.byteLength;
    postMessage({ loaded });
    out.enqueue(piece);
  } }));
  if (!packed) return new Response(body, answer);
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": "application/wasm" } });
};

async function start(progress) {
  const [python, archive] = await Promise.all([
    loadPyodide({ indexURL: place, env: { HOME: "/home/pyodide", MPLCONFIGDIR: "/course/matplotlib-config", MPLBACKEND: "agg" } }),
    fetch(`${place}course.zip`).then(answer => answer.arrayBuffer()),
  ]);
  postMessage({ stage: "Starting Python …" });
  python.unpackArchive(archive, "zip", { extractDir: "/course" });
  python.runPython("import os, sys; sys.path.insert(0, '/course'); os.chdir('/course/my-course')");
  live = python.pyimport("live");
  live.tell = text => postMessage({ said: text });
  live.start(progress);
}

onmessage = async ({ data: { id, task, args } }) => {
  try {
    const answer = task === "start" ? await start(...args) : live[task](...args);
    postMessage({ id, answer: JSON.parse(answer ?? "{}") });
  } catch (error) {
    postMessage({ id, failed: String(error.message ?? error).trim().split("\n").at(-1) });
  }
};
