/** Pictures for the panel's tests, drawn rather than stored. */
import sharp from 'sharp';

export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly base64: string;
}

const SCENES = {
  hills: (w: number, h: number) => `
    <defs><linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="#7fb2d9"/><stop offset="1" stop-color="#f3d9b1"/>
    </linearGradient></defs>
    <rect width="${w}" height="${h}" fill="url(#sky)"/>
    <circle cx="${w * 0.72}" cy="${h * 0.32}" r="${h * 0.1}" fill="#fff4d6"/>
    <path d="M0 ${h * 0.7} Q${w * 0.25} ${h * 0.4} ${w * 0.5} ${h * 0.65} T${w} ${h * 0.55} V${h} H0Z" fill="#5c7f67"/>
    <path d="M0 ${h * 0.85} Q${w * 0.3} ${h * 0.6} ${w * 0.65} ${h * 0.85} T${w} ${h * 0.8} V${h} H0Z" fill="#33523f"/>`,
  badge: (w: number, h: number) => `
    <circle cx="${w / 2}" cy="${h / 2}" r="${Math.min(w, h) * 0.44}" fill="#c8452e"/>
    <circle cx="${w / 2}" cy="${h / 2}" r="${Math.min(w, h) * 0.36}" fill="none" stroke="#fff" stroke-width="${w * 0.02}"/>
    <text x="50%" y="58%" font-family="Inter, sans-serif" font-weight="700" font-size="${h * 0.26}" fill="#fff" text-anchor="middle">One</text>`,
  tiles: (w: number, h: number) =>
    Array.from({ length: 48 }, (_, i) => {
      const x = ((i % 8) * w) / 8;
      const y = (Math.floor(i / 8) * h) / 6;
      return `<rect x="${x}" y="${y}" width="${w / 8}" height="${h / 6}" fill="hsl(${(i * 47) % 360} 45% ${35 + (i % 5) * 9}%)"/>`;
    }).join(''),
} as const;

export async function drawPicture(
  scene: keyof typeof SCENES,
  width: number,
  height: number,
): Promise<DrawnPicture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${SCENES[scene](width, height)}</svg>`;
  const bytes = await sharp(Buffer.from(svg)).png().toBuffer();
  return { width, height, base64: bytes.toString('base64') };
}
