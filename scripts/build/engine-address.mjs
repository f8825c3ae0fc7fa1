/** What `--engine-origin` and `--model-host` take. */

/** A path of plain names; a comma or a semicolon would end a source in Figma's policy. */
const PLAIN_PATH = /^(\/[A-Za-z0-9._~%-]+)*\/?$/;
const LOCALHOST = /^(.+\.)?localhost$/;

/**
 * Where the engine page is hosted: an origin, or a folder below one, as a plain GitHub Pages project is.
 *
 * @param {string} text
 * @returns {string} without a slash at the end
 * @throws when it is something else, or unencrypted from another machine
 */
export function parseEngineAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isAddress =
    url !== null &&
    isSafe(url) &&
    PLAIN_PATH.test(url.pathname) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (isAddress) return url.origin + url.pathname.replace(/\/$/, '');
  throw new Error(
    `--engine-origin takes an https address, with a path or without one, like ` +
      `https://engine.example.com or https://team.github.io/onestep, not “${text}”`,
  );
}

/**
 * @param {string} text
 * @returns {string}
 * @throws when it is not just an origin
 */
export function parseModelHost(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.origin === text && isSafe(url)) return text;
  throw new Error(`--model-host takes an origin like https://models.example.com, not “${text}”`);
}

/**
 * The address as `networkAccess.allowedDomains` takes it. There a path without a slash at its end allows
 * that one file, and with one all that lies below it.
 *
 * @param {string} address from `parseEngineAddress`
 * @returns {string}
 */
export function allowedDomain(address) {
  return new URL(address).origin === address ? address : `${address}/`;
}

/** Without encryption only from this machine. */
function isSafe({ protocol, hostname }) {
  return protocol === 'https:' || (protocol === 'http:' && LOCALHOST.test(hostname));
}
