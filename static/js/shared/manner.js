/** How a page is shown, which its address says beside its state: in a frame, or filling a screen. Pure functions. */

const MANNERS = ["embed", "present"];

/**
 * @param {string} search of an address
 * @returns {URLSearchParams} the state of the page alone
 */
export function stateOf(search) {
  const state = new URLSearchParams(search);
  for (const name of MANNERS) state.delete(name);
  return state;
}

/**
 * An address of the page, shown as `search` says.
 * @param {string} address with or without a query, which has no manner
 * @param {string} search
 * @returns {string}
 */
export function inManner(address, search) {
  const given = [...new URLSearchParams(search)].filter(([name]) => MANNERS.includes(name));
  if (given.length === 0) return address;
  const joint = /[?&]$/.test(address) ? "" : address.includes("?") ? "&" : "?";
  // a manner without a value is written without a sign for it
  return address + joint + given.map(([name, value]) => (value ? `${name}=${encodeURIComponent(value)}` : name)).join("&");
}

/**
 * `search` with another manner.
 * @param {string} search
 * @param {"embed" | "present"} name
 * @param {string | null} value null: no longer so
 * @returns {string} the query, with its question mark if there is one
 */
export function withManner(search, name, value) {
  const state = stateOf(search).toString();
  const manners = new URLSearchParams(search);
  if (value === null) manners.delete(name);
  else manners.set(name, value);
  return inManner(state && `?${state}`, manners.toString());
}

/**
 * The HTML that shows a page in another.
 * @param {{address: string, title: string, height: string}} frame
 * @returns {string}
 */
export function frameOf({ address, title, height }) {
  const [source, name] = [address, title].map(escaped);
  return `<iframe src="${source}" title="${name}" width="100%" height="${height}" style="border: 0" loading="lazy"></iframe>`;
}

/** @param {string} text for an attribute */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
