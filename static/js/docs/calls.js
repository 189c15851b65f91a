/** A call of the API as text: its address, and the code that makes it in a shell and in Python. Pure functions. */

/** @typedef {import("../shared/api.js").Call} Call */

/**
 * A query string that a person can read: only what must be escaped is.
 * @param {[string, string][]} pairs
 * @returns {string} "" or "?name=value&…"
 */
export function readableQuery(pairs) {
  const text = pairs.map(([name, value]) => `${name}=${readable(value)}`).join("&");
  return text && `?${text}`;
}

/** @param {string} value */
function readable(value) {
  // an apostrophe would end the shell's quotation
  return encodeURIComponent(value).replaceAll("'", "%27").replace(/%3D|%2C/g, decodeURIComponent);
}

/**
 * @param {Call} call
 * @returns {string} a command for a shell
 */
export function curl({ method, url, body, media }) {
  if (body === undefined) return `curl ${quoted(url)}`;
  return `curl -X ${method} ${quoted(url)} \\\n  -H ${quoted(`content-type: ${media}`)} \\\n  -d ${quoted(body)}`;
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * @param {Call} call
 * @returns {string} a program that needs nothing but Python
 */
export function python({ method, url, body, media, answersJson }) {
  // a JSON text is a Python text too
  const address = JSON.stringify(url);
  const isJson = answersJson && !/[?&]format=csv\b/.test(url);
  const read = isJson ? "json.load(reply)" : "reply.read().decode()";
  const json = isJson ? "import json\n" : "";
  if (body === undefined) {
    return `${json}from urllib.request import urlopen\n\nwith urlopen(${address}) as reply:\n    answer = ${read}\n`;
  }
  return [
    `${json}from urllib.request import Request, urlopen`,
    "",
    "call = Request(",
    `    ${address},`,
    `    data=${JSON.stringify(body)}.encode(),`,
    `    headers={"content-type": ${JSON.stringify(media)}},`,
    `    method="${method}",`,
    ")",
    "with urlopen(call) as reply:",
    `    answer = ${read}`,
    "",
  ].join("\n");
}
