import type { SampleLayer } from './sample-layer';
import { picture, radialGradient, solid, verticalGradient } from './sample-paints';

/** Files below `/samples/`. */
export const SAMPLE_FILES = [
  'rocket.jpg',
  'coffee.jpg',
  'cat.jpg',
  'galaxies.jpg',
  'portrait.jpg',
  'logo.png',
  'pattern.png',
  'screenshot.png',
  'chart.png',
  'spinner.gif',
] as const;

export type SampleFile = (typeof SAMPLE_FILES)[number];

/** A hash that no picture of the document has. */
const MISSING_HASH = '0000000000000000000000000000000000000000';

const CARD = { width: 272, height: 300 };
const TEAM_CARD_ID = '9:1';

/**
 * One of each thing that the plugin meets in a real file: every scale mode, nesting, transparency,
 * strokes, the same picture twice, hidden, locked, missing and animated ones, and layers without any.
 */
export function sampleLayers(hashOf: (file: SampleFile) => string): SampleLayer[] {
  return [landingPage(hashOf), slide(hashOf), ...scaleModes(hashOf), ...oddities(hashOf)];
}

function landingPage(hashOf: (file: SampleFile) => string): SampleLayer {
  const cards = [
    { name: 'Espresso', price: '€ 2.40', file: 'coffee.jpg' },
    { name: 'House cat', price: 'not for sale', file: 'cat.jpg' },
    { name: 'Double espresso', price: '€ 3.10', file: 'coffee.jpg' },
  ] as const;
  return {
    type: 'FRAME',
    name: 'Landing page',
    width: 960,
    height: 1010,
    fills: [solid('#ffffff')],
    children: [
      {
        type: 'RECTANGLE',
        name: 'Footer pattern',
        y: 930,
        width: 960,
        height: 80,
        fills: [picture(hashOf('pattern.png'), { scaleMode: 'TILE', scalingFactor: 0.5 })],
      },
      {
        type: 'RECTANGLE',
        name: 'Hero photo',
        y: 72,
        width: 960,
        height: 420,
        fills: [picture(hashOf('rocket.jpg'))],
      },
      {
        type: 'RECTANGLE',
        name: 'Shade',
        y: 252,
        width: 960,
        height: 240,
        locked: true,
        fills: [verticalGradient([0, '#000000', 0], [1, '#000000', 0.75])],
      },
      text('Headline', 'Ready when you are', 48, 378, 700, 58, '#ffffff', {
        fontSize: 44,
        fontWeight: 700,
      }),
      text('Claim', 'Coffee, cats and clear skies.', 48, 436, 600, 26, '#ffffff', {
        fontSize: 18,
      }),
      {
        type: 'FRAME',
        name: 'Header',
        width: 960,
        height: 72,
        fills: [solid('#ffffff')],
        children: [
          {
            type: 'RECTANGLE',
            name: 'Logo',
            x: 48,
            y: 14,
            width: 44,
            height: 44,
            fills: [picture(hashOf('logo.png'), { scaleMode: 'FIT' })],
          },
          text('Brand', 'Northlight', 104, 23, 200, 26, '#1d2433', {
            fontSize: 20,
            fontWeight: 700,
          }),
          text('Navigation', 'Menu     Visit     About', 560, 27, 240, 20, '#4b5468', {
            fontSize: 14,
            textAlign: 'right',
          }),
          {
            type: 'ELLIPSE',
            name: 'Avatar',
            x: 868,
            y: 14,
            width: 44,
            height: 44,
            fills: [picture(hashOf('portrait.jpg'))],
          },
        ],
      },
      {
        type: 'FRAME',
        name: 'Products',
        x: 48,
        y: 532,
        width: 864,
        height: 360,
        children: [
          text('Section title', 'From the counter', 0, 0, 500, 32, '#1d2433', {
            fontSize: 24,
            fontWeight: 700,
          }),
          ...cards.map(({ name, price, file }, index): SampleLayer => ({
            type: 'FRAME',
            name: `Card ${name}`,
            x: index * (CARD.width + 24),
            y: 56,
            ...CARD,
            fills: [solid('#f4f5f8')],
            looks: { cornerRadius: 16 },
            children: [
              {
                type: 'RECTANGLE',
                name: `Photo ${name}`,
                width: CARD.width,
                height: 212,
                fills: [picture(hashOf(file))],
              },
              text('Title', name, 20, 230, 232, 24, '#1d2433', { fontSize: 18, fontWeight: 600 }),
              text('Price', price, 20, 258, 232, 20, '#68738a', { fontSize: 14 }),
            ],
          })),
        ],
      },
    ],
  };
}

function slide(hashOf: (file: SampleFile) => string): SampleLayer {
  return {
    type: 'FRAME',
    name: 'Slide',
    x: 1040,
    width: 640,
    height: 380,
    fills: [solid('#eceff4')],
    children: [
      text('Slide title', 'Orders and visitors', 32, 28, 500, 32, '#1d2433', {
        fontSize: 24,
        fontWeight: 700,
      }),
      {
        type: 'RECTANGLE',
        name: 'Screenshot',
        x: 32,
        y: 92,
        width: 360,
        height: 240,
        fills: [solid('#dfe4ec'), picture(hashOf('screenshot.png'), { scaleMode: 'FIT' })],
        strokes: [solid('#c9d0dc')],
        looks: { cornerRadius: 8 },
      },
      {
        type: 'GROUP',
        name: 'Figure',
        x: 412,
        y: 92,
        width: 196,
        height: 160,
        children: [
          {
            type: 'RECTANGLE',
            name: 'Chart',
            x: 412,
            y: 92,
            width: 196,
            height: 126,
            fills: [picture(hashOf('chart.png'))],
            strokes: [solid('#1d2433')],
            looks: { strokeWeight: 2 },
          },
          text('Caption', 'Fig. 1: visitors since January', 412, 226, 196, 20, '#68738a', {
            fontSize: 12,
          }),
        ],
      },
    ],
  };
}

function scaleModes(hashOf: (file: SampleFile) => string): SampleLayer[] {
  return [
    {
      type: 'RECTANGLE',
      name: 'Cropped galaxies',
      x: 1040,
      y: 450,
      width: 300,
      height: 200,
      fills: [
        picture(hashOf('galaxies.jpg'), {
          scaleMode: 'CROP',
          imageTransform: [
            [0.5, 0, 0.4],
            [0, 0.53, 0.35],
          ],
        }),
      ],
    },
    {
      type: 'RECTANGLE',
      name: 'Picture frame',
      x: 1380,
      y: 450,
      width: 300,
      height: 200,
      fills: [solid('#fbfaf7')],
      strokes: [picture(hashOf('cat.jpg'))],
      looks: { strokeWeight: 28 },
    },
    {
      type: 'ELLIPSE',
      name: 'Portrait',
      x: 1040,
      y: 700,
      width: 180,
      height: 180,
      fills: [picture(hashOf('portrait.jpg'))],
      strokes: [solid('#ffffff')],
      looks: { strokeWeight: 6 },
    },
    {
      type: 'RECTANGLE',
      name: 'Turned and faded',
      x: 1260,
      y: 700,
      width: 180,
      height: 180,
      fills: [
        solid('#12324f'),
        picture(hashOf('coffee.jpg'), { scaleMode: 'FIT', rotation: 90, opacity: 0.8 }),
      ],
      looks: { cornerRadius: 24 },
    },
    {
      type: 'TEXT',
      name: 'Picture in letters',
      x: 1470,
      y: 736,
      width: 220,
      height: 110,
      characters: 'BREW',
      fills: [picture(hashOf('coffee.jpg'))],
      looks: { fontSize: 76, fontWeight: 800 },
    },
  ];
}

function oddities(hashOf: (file: SampleFile) => string): SampleLayer[] {
  return [
    {
      type: 'COMPONENT',
      id: TEAM_CARD_ID,
      name: 'Team card',
      x: 0,
      y: 1090,
      width: 200,
      height: 248,
      fills: [solid('#ffffff')],
      looks: { cornerRadius: 12 },
      children: [
        {
          type: 'RECTANGLE',
          name: 'Photo',
          width: 200,
          height: 192,
          fills: [picture(hashOf('portrait.jpg'))],
        },
        text('Name', 'Eileen', 16, 208, 168, 24, '#1d2433', { fontSize: 16, fontWeight: 600 }),
      ],
    },
    {
      type: 'INSTANCE',
      name: 'Team card',
      x: 240,
      y: 1090,
      mainComponentId: TEAM_CARD_ID,
      looks: { cornerRadius: 12 },
    },
    {
      type: 'RECTANGLE',
      name: 'Locked background',
      x: 480,
      y: 1090,
      width: 200,
      height: 248,
      locked: true,
      fills: [picture(hashOf('galaxies.jpg'))],
    },
    {
      type: 'RECTANGLE',
      name: 'Hidden draft',
      x: 960,
      y: 1090,
      width: 200,
      height: 132,
      visible: false,
      fills: [picture(hashOf('rocket.jpg'))],
    },
    {
      type: 'RECTANGLE',
      name: 'Missing picture',
      x: 720,
      y: 1090,
      width: 200,
      height: 248,
      fills: [picture(MISSING_HASH)],
    },
    {
      type: 'RECTANGLE',
      name: 'Animated spinner',
      x: 960,
      y: 1238,
      width: 100,
      height: 100,
      fills: [picture(hashOf('spinner.gif'))],
    },
    {
      type: 'VECTOR',
      name: 'Leaf',
      x: 1240,
      y: 1090,
      width: 200,
      height: 200,
      fills: [solid('#2f9e68')],
      looks: { path: 'M0 180 C0 60 60 0 180 0 C180 120 120 180 0 180 Z' },
    },
    {
      type: 'STAR',
      name: 'Star',
      x: 1480,
      y: 1090,
      width: 200,
      height: 200,
      fills: [radialGradient('#ffd84d', '#ff8a3d')],
    },
  ];
}

function text(
  name: string,
  characters: string,
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
  looks: SampleLayer['looks'],
): SampleLayer {
  return {
    type: 'TEXT',
    name,
    characters,
    x,
    y,
    width,
    height,
    fills: [solid(color)],
    ...(looks && { looks }),
  };
}
