/** Words that belong to the panel as a whole. */
export const PANEL_TEXT = {
  name: 'Onestep',
  connecting: 'Connecting to Figma…',
  connectingLabel: 'Connecting to Figma',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  close: 'Close',
  stop: 'Stop',
  tryAgain: 'Try again',
  /** Of an error, for a report. */
  details: 'Details',
  copyDetails: 'Copy details',
  copied: 'Copied',
} as const;
