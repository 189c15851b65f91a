/** Where the pages stand: a proxy may serve them below a path, which every address of the server begins with. */

/**
 * An address of this server, as the page reaches it.
 * @param {string} address such as "/api/v1/curves"
 * @returns {string}
 */
export const fromRoot = (address) => (document.documentElement.dataset.root ?? "") + address;
