import { CHOOSE_STATES } from './states/choose-states';
import { COMPARE_STATES } from './states/compare-states';
import { MODEL_STATES } from './states/model-states';
import { FOLLOW_UP_STATES } from './states/follow-up-states';
import { OUTPUT_STATES } from './states/output-states';
import type { PanelState } from './states/panel-state';
import { RUN_STATES } from './states/run-states';
import { SESSION_STATES } from './states/session-states';
import { SHARING_STATES } from './states/sharing-states';
import { SETTINGS_STATES } from './states/settings-states';

/**
 * Every look of the panel that a user can meet, in the order of a tour. Drives the tests of looks
 * and accessibility, and `npm run tour`: a new screen needs an entry here and nothing else.
 */
export const PANEL_STATES: readonly PanelState[] = [
  ...SESSION_STATES,
  ...CHOOSE_STATES,
  ...SHARING_STATES,
  ...OUTPUT_STATES,
  ...MODEL_STATES,
  ...SETTINGS_STATES,
  ...RUN_STATES,
  ...FOLLOW_UP_STATES,
  ...COMPARE_STATES,
];
