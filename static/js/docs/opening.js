/** The call that the address names, or that a link on the page leads to, is open: the others wait for their readers. */

/** @param {string} hash such as "#get-curves" */
function reveal(hash) {
  const place = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const details = place && place.querySelector(":scope > details");
  if (details instanceof HTMLDetailsElement) details.open = true;
}

/** @param {Event} event */
const linked = ({ target }) => /** @type {Element} */ (target).closest?.("a")?.getAttribute("href") ?? "";

reveal(location.hash);
addEventListener("hashchange", () => reveal(location.hash));
// who is there already does not go there again
document.addEventListener("click", (event) => linked(event).startsWith("#") && reveal(linked(event)));
