/**
 * `npm run tour`: draws the panel, screen by screen and in both themes, into docs/tour, with a page
 * that shows them. Names of states as arguments draw only these, also ones that are not in the tour.
 */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { launchBrowser } from '../support/chromium';
import { buildPanel, THEMES, type PanelBuild } from './ui-harness/open-panel';
import { writePackFolders } from './ui-harness/pack-folders';
import { PANEL_STATES } from './ui-harness/panel-states';
import { drawAll } from './ui-harness/scenarios';
import type { Materials, PanelState } from './ui-harness/states/panel-state';

const FOLDER = 'docs/tour';
/** The pictures travel with the repository, so all of them together stay below this. */
const MAX_TOTAL_BYTES = 2_500_000;

const wanted = process.argv.slice(2);
const states = PANEL_STATES.filter(({ name, tour }) =>
  wanted.length === 0 ? tour !== undefined : wanted.includes(name),
);

const [browser, build, drawings, { root, folders: packs }] = await Promise.all([
  launchBrowser(),
  buildPanel(),
  drawAll(),
  writePackFolders(),
]);
try {
  if (wanted.length === 0) await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  let bytes = 0;
  for (const state of states) {
    const files = await draw(build, state, { drawings, packs });
    for (const file of files) bytes += (await stat(file)).size;
    process.stdout.write(`${state.name}\n`);
  }
  if (wanted.length === 0) await writeFile(join(FOLDER, 'README.md'), page(states));
  process.stdout.write(`${states.length} states, ${(bytes / 1e6).toFixed(2)} MB in ${FOLDER}\n`);
  if (bytes > MAX_TOTAL_BYTES) {
    process.stderr.write(`More than ${MAX_TOTAL_BYTES / 1e6} MB: take states out of the tour.\n`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await rm(root, { recursive: true });
}

/** @returns the files of a state, one for each theme. */
async function draw(
  { open }: PanelBuild,
  { name, scenario, behaviour, enginePage, reach }: PanelState,
  materials: Materials,
): Promise<string[]> {
  const options = { behaviour, enginePage };
  const opened = await open(browser, scenario(materials.drawings), options);
  await reach(opened, materials);
  const files: string[] = [];
  for (const theme of THEMES) {
    await opened.setTheme(theme);
    const file = join(FOLDER, `${name}-${theme}.png`);
    // A palette of 256 colours: a fifth of the size, and the panel has no more.
    await sharp(await opened.page.screenshot())
      .png({ palette: true, effort: 10 })
      .toFile(file);
    files.push(file);
  }
  await opened.page.close();
  return files;
}

function page(shown: readonly PanelState[]): string {
  const screens = shown.map(
    ({ name, tour }) => `${tour}

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${name}-dark.png">
  <img src="${name}-light.png" alt="${tour}" height="560">
</picture>`,
  );
  return `# A tour of the panel

Drawn by \`npm run tour\` from the built panel, in light and dark.

${screens.join('\n\n')}
`;
}
