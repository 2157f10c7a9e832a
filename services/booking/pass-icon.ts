/** The shop's sign as PNG, in the sizes that Apple Wallet asks for; drawn once for a process. */

/** White on green, as on the site; 28 units and a margin. */
const SIGN = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 40 40">
<rect x="-6" y="-6" width="40" height="40" fill="#0c5a44"/>
<path fill="#fff" d="M4 8h5v12H4zM11.5 4h5v16h-5zM19 11h5v9h-5zM1.5 22h25v2.5h-25z"/></svg>`;

const sizes_px = { 'icon.png': 29, 'icon@2x.png': 58, 'icon@3x.png': 87 };

async function draw(): Promise<Record<string, Uint8Array>> {
  // Where no pass is asked for, nothing of it is loaded.
  const { default: sharp } = await import('sharp');
  const drawn = Object.entries(sizes_px).map(async ([name, size]) => {
    const picture = sharp(Buffer.from(SIGN), { density: 300 }).resize(size, size);
    return [name, await picture.png().toBuffer()] as const;
  });
  return Object.fromEntries(await Promise.all(drawn));
}

let icons: Promise<Record<string, Uint8Array>> | undefined;

export function passIcons(): Promise<Record<string, Uint8Array>> {
  icons ??= draw().catch((error: unknown) => {
    icons = undefined;
    throw error;
  });
  return icons;
}
