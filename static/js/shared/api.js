/** The one door to the server: every `fetch` of the pages is here. It knows addresses and problems, no elements. */

import { fromRoot } from "./root.js";

/** A request that the server refused; the message is the sentence that it gave, in a problem that may tell more. */
export class Refusal extends Error {
  /** @param {{detail: string, [more: string]: unknown}} problem */
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/**
 * What to tell a reader whose request has failed.
 * @param {unknown} error
 * @param {string} [offline] the sentence where there was no answer
 * @returns {string}
 */
export function sentenceOf(error, offline = String(error)) {
  return error instanceof Refusal ? error.message : offline;
}

/**
 * The JSON at an address of the API.
 * @param {string} path below /api/v1, such as "figures/curves"
 * @param {URLSearchParams} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {Refusal} with the server's sentence, if it refuses
 */
export async function fetchJson(path, query, signal) {
  const response = await fetch(fromRoot(`/api/v1/${path}?${query}`), { signal });
  const body = await response.json();
  if (!response.ok) throw new Refusal(body);
  return body;
}

/**
 * The objects of an answer that grows, as soon as they are there; the last one has `done` 1. Of those that have come
 * while a page was busy the latest alone is told. Leaving the loop ends the request.
 * @param {string} path below /api/v1, such as "figures/maxout"
 * @param {URLSearchParams} query
 * @param {boolean} takesOld whether times of before will do, which are measured anew otherwise
 * @returns {AsyncGenerator<any, void, void>}
 * @throws {Refusal} with the server's sentence, if it refuses or breaks off
 */
export async function* fetchStages(path, query, takesOld) {
  const asking = new AbortController();
  try {
    const headers = { accept: "application/x-ndjson", ...(takesOld && { "cache-control": "max-stale" }) };
    const response = await fetch(fromRoot(`/api/v1/${path}?${query}`), { signal: asking.signal, headers });
    if (!response.ok || !response.body) throw new Refusal(await response.json());
    let done = 0;
    for await (const lines of linesOf(response.body)) {
      const stage = JSON.parse(lines.at(-1) ?? "");
      if (stage.problem) throw new Refusal(stage.problem);
      ({ done } = stage);
      yield stage;
    }
    if (done < 1) throw new TypeError("the answer broke off");
  } finally {
    asking.abort();
  }
}

/**
 * The objects of an answer to a JSON text that grows, each of them, as soon as they are there.
 * @param {string} path below /api/v1, such as "map"
 * @param {string} body
 * @param {AbortSignal} signal ends the request
 * @returns {AsyncGenerator<any[], void, void>} those that have come since
 * @throws {Refusal} with the server's sentence, if it refuses or breaks off
 */
export async function* sendForStages(path, body, signal) {
  const headers = { "content-type": "application/json", accept: "application/x-ndjson" };
  const response = await fetch(fromRoot(`/api/v1/${path}`), { method: "POST", body, headers, signal });
  if (!response.ok || !response.body) throw new Refusal(await response.json());
  for await (const lines of linesOf(response.body)) {
    const stages = lines.map((line) => JSON.parse(line));
    const broken = stages.find(({ problem }) => problem);
    if (broken) throw new Refusal(broken.problem);
    yield stages;
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string[], void, void>} the lines that have become complete, at least one
 */
async function* linesOf(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (text + decoder.decode(value, { stream: true })).split("\n");
    text = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
}

/**
 * What is wrong with a reference, or "". Unlike a refused request, the answer leaves no error in the browser's console.
 * @param {string} reference
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function fetchProblem(reference, signal) {
  const response = await fetch(fromRoot(`/problem?${new URLSearchParams({ f: reference })}`), { signal });
  return (await response.json()).problem;
}

/**
 * What the axes of a map may vary with these activations.
 * @param {string[]} activations their references
 * @returns {Promise<any>}
 * @throws {TypeError} where the server cannot read them
 */
export async function fetchAxes(activations) {
  const response = await fetch(fromRoot(`/map/choices?${new URLSearchParams(activations.map((name) => ["f", name]))}`));
  if (!response.ok) throw new TypeError(response.statusText);
  return response.json();
}

/**
 * Whether there is a server that answers.
 * @returns {Promise<boolean>}
 */
export async function isThere() {
  try {
    return (await fetch(fromRoot("/livez"))).ok;
  } catch {
    return false;
  }
}

/**
 * This page as the server renders it for a query; a page that reports a problem is a page too.
 * @param {URLSearchParams} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Document>}
 */
export async function fetchPage(query, signal) {
  const response = await fetch(`${location.pathname}?${query}`, { signal, headers: { accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * A part of a page, as the server renders it.
 * @param {string} path such as "picker"
 * @returns {Promise<DocumentFragment>}
 * @throws {TypeError} where it is not to be had
 */
export async function fetchPart(path) {
  const response = await fetch(fromRoot(`/${path}`), { headers: { accept: "text/html" } });
  if (!response.ok) throw new TypeError(response.statusText);
  return document.createRange().createContextualFragment(await response.text());
}

/**
 * What the server answers to a text.
 * @param {string} path below /api/v1, such as "playground/script"
 * @param {string | Blob} body
 * @param {string} type of the text, such as "text/csv"
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 * @throws {Refusal} with the server's sentence, if it refuses
 */
export async function sendText(path, body, type, signal) {
  const headers = { "content-type": type };
  const response = await fetch(fromRoot(`/api/v1/${path}`), { method: "POST", body, headers, signal });
  const text = await response.text();
  if (!response.ok) throw new Refusal(JSON.parse(text));
  return text;
}

/**
 * The file that the server makes of a JSON text.
 * @param {string} path below /api/v1
 * @param {string} body
 * @param {string} [accept] its type, where there are several
 * @returns {Promise<Blob>}
 * @throws {Refusal} with the server's sentence, if it refuses
 */
export async function fetchFile(path, body, accept = "*/*") {
  const headers = { "content-type": "application/json", accept };
  const response = await fetch(fromRoot(`/api/v1/${path}`), { method: "POST", body, headers });
  if (!response.ok) throw new Refusal(await response.json());
  return response.blob();
}

/**
 * A request as a person writes it, with the media type of its body, and whether JSON is answered where nothing else is
 * asked for.
 * @typedef {{method: string, url: string, body?: string, media: string, answersJson: boolean}} Call
 */

/**
 * Whatever the server answers to a call, refusals included.
 * @param {Call} call
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ok: boolean, status: string, isJson: boolean, text: string, milliseconds: number}>}
 */
export async function send({ method, url, body, media }, signal) {
  const started = performance.now();
  const headers = body === undefined ? undefined : { "content-type": media };
  const response = await fetch(url, { method, body, headers, signal });
  const text = await response.text();
  return {
    ok: response.ok,
    status: `${response.status} ${response.statusText}`.trim(),
    isJson: response.headers.get("content-type")?.includes("json") ?? false,
    text,
    milliseconds: performance.now() - started,
  };
}
