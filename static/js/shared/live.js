/**
 * The one door to the socket: what the server says becomes events of the document, typed arrays decoded: "runframe" of a
 * run, "raceframe" of a race, and so with every type of message. It knows neither plans nor elements. A frame is shown in the browser's own rhythm, the latest alone, and acknowledged once it is painted.
 */

import { isThere } from "./api.js";
import { announce } from "./events.js";
import { fromRoot } from "./root.js";
import { decoded } from "./typed-arrays.js";

/** @typedef {{type: string, [name: string]: any}} Message */

/** The server stops, and comes back. */
const SERVICE_RESTART = 1012;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Between two frames, for readers who asked for less motion. */
const CALM_MS = 250;

const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {WebSocket | null} */
let socket = null;
/** Of the socket, such as "/api/v1/playground". */
let address = "";
/** What it is about, with which the names of its events begin. @type {"run" | "race"} */
let subject = "run";
let waitMs = FIRST_WAIT_MS;
/** Why the server is about to hang up. @type {Message | null} */
let farewell = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retrying;
/** Frames that came and are not painted yet. @type {Message[]} */
let arrived = [];
let isDue = false;
let lastPaint = -Infinity;

/**
 * @param {Message} message
 * @returns {boolean} whether there was a server to take it
 */
export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

/**
 * Open the socket, if it is not open; it is opened again when it is lost.
 * @param {string} [to] its address, when it is first opened
 * @param {"run" | "race"} [about] with which the names of its events begin
 */
export function connect(to = address, about = subject) {
  [address, subject] = [to, about];
  clearTimeout(retrying);
  if (socket) return;
  const opened = new WebSocket(Object.assign(new URL(fromRoot(address), location.href), { protocol: location.protocol.replace("http", "ws") }));
  socket = opened;
  let wasOpen = false;
  opened.addEventListener("open", () => {
    wasOpen = true;
    waitMs = FIRST_WAIT_MS;
    announce(`${subject}link`, "open");
  });
  opened.addEventListener("message", ({ data }) => socket === opened && receive(decoded(JSON.parse(data))));
  opened.addEventListener("close", ({ code }) => socket === opened && ended(code, wasOpen));
}

/** Close the socket, and leave it closed. */
function hangUp() {
  clearTimeout(retrying);
  arrived = [];
  farewell = null;
  const closing = socket;
  socket = null;
  closing?.close();
}

/**
 * @param {number} code with which the socket was closed
 * @param {boolean} wasOpen
 */
function ended(code, wasOpen) {
  const said = farewell;
  const returns = code === SERVICE_RESTART;
  if (said && !returns) hangUp();
  else lost(wasOpen);
  if (said) pass({ ...said, returns });
}

/** @param {boolean} wasOpen */
function lost(wasOpen) {
  hangUp();
  announce(`${subject}link`, "closed");
  if (!wasOpen) tellIfRefused();
  retrying = setTimeout(() => connect(), waitMs);
  waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
}

/** A socket that was never open tells a page nothing of why: the server is away, or has refused it. */
async function tellIfRefused() {
  if ((await isThere()) && socket?.readyState !== WebSocket.OPEN) announce(`${subject}link`, "refused");
}

/** @param {Message} message */
function receive(message) {
  if (message.type === "frame") {
    arrived.push(message);
    paintSoon();
    return;
  }
  // in the order in which the server said it
  if (message.type === "started") acknowledge();
  else paint();
  if (message.type === "bye") farewell = message;
  else pass(message);
}

function paintSoon() {
  if (isDue) return;
  isDue = true;
  const wait = lessMotion.matches ? lastPaint + CALM_MS - performance.now() : 0;
  if (wait > 0) setTimeout(() => requestAnimationFrame(paint), wait);
  else requestAnimationFrame(paint);
}

function paint() {
  isDue = false;
  const latest = arrived.at(-1);
  if (!latest) return;
  lastPaint = performance.now();
  const painted = arrived;
  arrived = [];
  pass(latest);
  // a task of its own comes after the browser has painted
  setTimeout(() => acknowledge(painted));
}

function acknowledge(frames = arrived) {
  if (frames === arrived) arrived = [];
  for (const { frame } of frames) send({ type: "ack", frame });
}

/** Say what the server says; `PageEvents` declares what each type of message holds. @param {any} message */
function pass(message) {
  announce(/** @type {keyof PageEvents} */ (`${subject}${message.type}`), message);
}

addEventListener("pagehide", hangUp);
// a page that comes back from the browser's memory, by Back
addEventListener("pageshow", ({ persisted }) => persisted && connect());
