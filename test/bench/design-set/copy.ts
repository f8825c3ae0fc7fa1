/** Words as they stand in designs. */
export const HEADLINES = [
  'The slow return of the night train',
  'Why bridges hum before a storm',
  'Forty gardens on one rooftop',
  'How a small harbour learned to sing',
] as const;

export const SPECIMEN_LINES = [
  'Grumpy wizards make toxic brew',
  'Pack my box with five dozen jugs',
  'Crazy Fredrick bought many opals',
  'Blowzy frights vex & jump 1234',
] as const;

export const PARAGRAPH =
  'Every evening at a quarter past nine the carriages leave the old quay, nine of them in faded ' +
  'blue, and cross the bay on a bridge that was meant to last for ten years. It has stood for ' +
  'sixty-two. Nobody aboard seems to be in a hurry: the kettle sings, cards are dealt, and behind ' +
  'the glass the lamps of Østerhavn drift by like slow fish. “We sold out in April,” says Žaneta, ' +
  'who runs the buffet, “and again in May. People had forgotten that distance has a taste.”';

export const PEOPLE = ['Mara', 'Jonas', 'Ilse', 'Tomé', 'Ravi', 'Zoë', 'Piet', 'Noor'] as const;

export const CHAT = [
  'Did the courier arrive?',
  'Yes! Two boxes, one is wet :(',
  'Oh no. The lamps?',
  'Only the paper. Lamps glow fine',
  'Great, see you at 18:45',
  'Bring the 3 mm hex key please',
] as const;

export const TASKS = [
  'Rewire lobby sign',
  'Quote for 240 m² roof',
  'Taste batch no. 7',
  'Translate manual (pt)',
  'Fix leaking gauge',
  'Call Østerhavn yard',
  'Paint swatches, round 2',
  'Tune oven at 480 °C',
  'Pick jacket fabric',
] as const;

export const SONGS = [
  ['Paper Lanterns', 'The Quiet Ferry'],
  ['Kilometre Zero', 'Velvet Jaguars'],
] as const;

export const BRANDS = ['Nordlys', 'Kumquat', 'Oxbow', 'Fjällräv'] as const;

/** Source code as pairs of kind and text, line by line. */
export const CODE: readonly (readonly (readonly [CodeKind, string])[])[] = [
  [['comment', '// orbit of the nth moon']],
  [
    ['keyword', 'export function '],
    ['name', 'orbit'],
    ['plain', '(n, t) {'],
  ],
  [
    ['plain', '  '],
    ['keyword', 'const '],
    ['plain', 'r = BASE * '],
    ['number', '1.618'],
    ['plain', ' ** n;'],
  ],
  [
    ['plain', '  '],
    ['keyword', 'if '],
    ['plain', '(r > LIMIT) '],
    ['keyword', 'throw'],
  ],
  [
    ['plain', '    '],
    ['name', 'tooFar'],
    ['plain', '('],
    ['string', "'moon ' + n"],
    ['plain', ');'],
  ],
  [
    ['plain', '  '],
    ['keyword', 'return '],
    ['plain', '['],
  ],
  [
    ['plain', '    r * '],
    ['name', 'cos'],
    ['plain', '(t / '],
    ['number', '24'],
    ['plain', '),'],
  ],
  [
    ['plain', '    r * '],
    ['name', 'sin'],
    ['plain', '(t / '],
    ['number', '24'],
    ['plain', '),'],
  ],
  [['plain', '  ];']],
  [['plain', '}']],
  [
    ['keyword', 'for '],
    ['plain', '(i '],
    ['keyword', 'of '],
    ['plain', 'moons) {'],
  ],
  [
    ['plain', '  plot('],
    ['name', 'orbit'],
    ['plain', '(i, '],
    ['number', '0x7f'],
    ['plain', '));'],
  ],
  [['plain', '}']],
];

export type CodeKind = 'plain' | 'keyword' | 'name' | 'number' | 'string' | 'comment';
