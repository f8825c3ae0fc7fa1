/**
 * The texts that run in the innermost frame: the loader, which is its `data:` address, and what Figma
 * puts before a plugin's html.
 */

const LOADER = `<!doctype html><script>
addEventListener('message', function onHtml(event) {
  if (event.source !== parent.parent.parent || event.data.playground !== 'write-html') return;
  removeEventListener('message', onHtml);
  document.open();
  document.write(event.data.html);
  document.close();
});
parent.parent.parent.postMessage({ playground: 'loader-ready' }, '*');
</script>`;

/** A `data:` address, because that is what leaves a plugin's UI without an origin. */
export const LOADER_URL = `data:text/html;base64,${btoa(LOADER)}`;

/** Keeps theme and class up to date, and says when everything inside the html has run. */
const HOST_SCRIPT = `<script>
(function () {
  var editor = parent.parent.parent;
  addEventListener('message', function (event) {
    var data = event.data;
    if (event.source !== editor || !data || data.playground !== 'theme') return;
    document.getElementById('figma-style').textContent = data.css;
    document.documentElement.classList.remove('figma-light', 'figma-dark');
    document.documentElement.classList.add(data.className);
  });
  addEventListener('load', function () { editor.postMessage({ playground: 'ui-loaded' }, '*'); });
  document.currentScript.remove();
})();
</script>`;

export interface InjectedTheme {
  readonly className: string;
  readonly css: string;
}

/**
 * The html of a plugin with the host's part put before it, behind a leading doctype so that the
 * rendering mode stays the one that was asked for.
 */
export function withHostHead(html: string, theme: InjectedTheme | null): string {
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  const style = theme
    ? `<style id="figma-style">${theme.css}</style>` +
      `<script>document.documentElement.classList.add('${theme.className}');` +
      `document.currentScript.remove()</script>`
    : '';
  return doctype + style + HOST_SCRIPT + html.slice(doctype.length);
}
