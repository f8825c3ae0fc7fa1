import { singleScenario } from '../scenarios';
import { signsOfWaiting, type PanelState } from './panel-state';

/** Before the other half of the plugin has answered. */
export const SESSION_STATES: readonly PanelState[] = [
  {
    name: 'session-connecting',
    scenario: (drawings) => ({ ...singleScenario(drawings), silent: ['session/start'] }),
    reach: async (opened) => {
      await opened.panel.getByText('Connecting to Figma…').waitFor();
      await signsOfWaiting(opened);
    },
  },
  {
    name: 'session-failed',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      failing: { 'session/start': 'protocol-version' },
    }),
    reach: async ({ panel }) => panel.getByText('of different versions').waitFor(),
  },
];
