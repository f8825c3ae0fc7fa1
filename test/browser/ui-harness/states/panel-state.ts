import type { HostScenario } from '../host-page';
import type { OpenPanel, PanelOptions } from '../open-panel';
import type { PackFolderName, PackFolders } from '../pack-folders';
import type { Drawings } from '../scenarios';
import type { StubBehaviour } from '../stub-worker';

/** One look of the panel: how to get there, and what it is called in file names. */
export interface PanelState {
  /** Unique; the name of its screenshots. */
  readonly name: string;
  readonly scenario: (drawings: Drawings) => HostScenario;
  readonly behaviour?: StubBehaviour;
  readonly enginePage?: PanelOptions['enginePage'];
  /** Waits until everything that belongs to the look is there. */
  readonly reach: (opened: OpenPanel, materials: Materials) => Promise<void>;
  /** In a tour of the panel: what is to be said of this look. */
  readonly tour?: string;
}

/** What the steps to a state may need. */
export interface Materials {
  readonly drawings: Drawings;
  readonly packs: PackFolders;
}

/**
 * Picks a folder once the engine runs, as a user does with the picker of the system: in the
 * settings, and comes back from there.
 */
export async function pickPack(
  { panel, page }: OpenPanel,
  packs: PackFolders,
  name: PackFolderName,
): Promise<void> {
  await panel.getByText('Runs locally').waitFor();
  await panel.getByRole('button', { name: 'Change model' }).click();
  const picker = page.waitForEvent('filechooser');
  await panel.getByRole('button', { name: 'Choose a pack…' }).click();
  await (await picker).setFiles(packs[name]);
  await panel.getByRole('button', { name: 'Back to the pictures' }).click();
}

export async function thumbnails({ panel }: OpenPanel, count: number): Promise<void> {
  await panel
    .locator('.thumbnail img')
    .nth(count - 1)
    .waitFor();
}

/** Signs of waiting are not drawn for what is over in a blink. */
export async function signsOfWaiting({ page }: OpenPanel): Promise<void> {
  await page.waitForTimeout(600);
}
