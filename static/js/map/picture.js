/** A picture of a map to take away: its pixels as images of a drawing, and the drawing as an image. */

import { resized } from "../shared/canvas.js";
import { figureNow } from "./figure.js";
import { coloursOf, paintMap } from "./painter.js";
import { answer } from "./record.js";
import { view } from "./state.js";

/** Pixels of a file for each of the page. */
const DENSITY = 2;

/**
 * @param {import("./elements/map-picture.js").MapPicture} picture in the colours that are wanted
 * @returns {SVGImageElement[]} the pixels of each map, at its place
 */
export function panelImages(picture) {
  const [layout, known] = [picture.layout, answer()];
  const colouring = layout && figureNow(picture.words, layout.panels[0], layout.letters).colouring;
  if (!layout || !known || !colouring) return [];
  const manner = { colouring, colours: coloursOf(picture), hasEdge: view().edge };
  return known.maps.map((map, i) => {
    const { left, top, width, height } = layout.panels[i];
    const canvas = document.createElement("canvas");
    paintMap(resized(canvas, width, height, DENSITY), { left: 0, top: 0, width, height }, map, manner);
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    const attributes = { href: canvas.toDataURL(), x: left, y: top, width, height, preserveAspectRatio: "none" };
    for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, String(value));
    return image;
  });
}

/**
 * @param {string} svg a document
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function pictureOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  resized(canvas, image.width, image.height, DENSITY).drawImage(image, 0, 0);
  return canvas;
}
