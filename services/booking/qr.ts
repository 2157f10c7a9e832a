/** QR codes as SVG documents, drawn here so that a page needs no library for it. */
import { renderSVG } from 'uqr';

/** Level M stands 15 % of dirt; four modules of quiet around it, as the standard asks. */
export function qrOf(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 });
}
