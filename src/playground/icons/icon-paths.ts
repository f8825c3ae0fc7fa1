/** Outlines of the icons, on a 16 × 16 grid. */
export const ICON_PATHS = {
  'chevron-right': 'M6.5 5 9.5 8l-3 3',
  'chevron-down': 'M5 6.5 8 9.5l3-3',
  undo: 'M5.5 3.5 2.5 6.5l3 3M2.5 6.5h7a3.5 3.5 0 0 1 0 7H7',
  redo: 'm10.5 3.5 3 3-3 3M13.5 6.5h-7a3.5 3.5 0 0 0 0 7H9',
  'add-picture':
    'M13.5 8v4.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1H8M12 1.5v5M9.5 4h5M3 12.5l3-3.5 2.5 2.5L10 10l3 3',
  plugin: 'M6 2v3.5M10 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2.5',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  console:
    'm4.5 6 2 2-2 2M8.5 10.5h3M2.5 2.5h11a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z',
  close: 'm4 4 8 8M12 4l-8 8',
  download: 'M8 2.5v7M5 7l3 3 3-3M2.5 13.5h11',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  'eye-off': 'M2 6.5c1.5 2 3.5 3 6 3s4.5-1 6-3M3.5 8.5 2.5 10.5M8 9.5V12M12.5 8.5l1 2',
  lock: 'M4.5 7.5h7v5h-7zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  unlock: 'M4.5 7.5h7v5h-7zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1',
  rectangle: 'M3 3.5h10v9H3z',
  image: 'M3 3.5h10v9H3zM3.5 11.5l3-3 2.5 2.5 1.5-1.5 2 2M10 6.2a.6.6 0 1 0 0 .1',
  ellipse: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3',
  polygon: 'm8 3 5.5 9.5h-11z',
  star: 'm8 2.5 1.6 3.7 4 .4-3 2.6.9 3.9L8 11l-3.5 2.1.9-3.9-3-2.6 4-.4z',
  line: 'm3.5 12.5 9-9',
  vector: 'M4 11.5C4 6 6 4.5 11.5 4.5M2.5 11.5h3v2h-3zM11 3h2.5v3H11z',
  text: 'M3.5 5V3.5h9V5M8 3.5v9M6.5 12.5h3',
  frame: 'M5 2v12M11 2v12M2 5h12M2 11h12',
  group: 'M3 5V3h2M7 3h2M11 3h2v2M13 7v2M13 11v2h-2M9 13H7M5 13H3v-2M3 9V7',
  section: 'M2.5 3.5h5v3h6v6h-11z',
  component: 'm8 2 2 2-2 2-2-2zM12 6l2 2-2 2-2-2zM8 10l2 2-2 2-2-2zM4 6l2 2-2 2-2-2z',
  instance: 'm8 2 6 6-6 6-6-6z',
} as const;

export type IconName = keyof typeof ICON_PATHS;
