/**
 * QR codes in the picture of a camera: by the browser where it can, else by a library that is
 * loaded for the door alone.
 */
export type CodeReader = (video: HTMLVideoElement) => Promise<string[]>;

interface Detector {
  detect(of: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (of: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** What the shop takes as a code; longer texts are no tickets anyway. */
const code_max = 200;
/** A code of a ticket has 33 modules a side: enough for one that fills a quarter of the picture. */
const side_max = 800;

async function byBrowser(): Promise<CodeReader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  if (BarcodeDetector === undefined) return null;
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    let second: Promise<CodeReader> | undefined;
    return async (video) => {
      try {
        return (await detector.detect(video)).map(({ rawValue }) => rawValue);
      } catch {
        second ??= byLibrary();
        return (await second)(video);
      }
    };
  } catch {
    // It is there by name and lacks the system's part.
    return null;
  }
}

async function byLibrary(): Promise<CodeReader> {
  const { default: decode } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, side_max / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (context === null || width === 0 || height === 0) return [];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    try {
      return [decode({ width, height, data: context.getImageData(0, 0, width, height).data })];
    } catch {
      // No code in this picture.
      return [];
    }
  };
}

let loading: Promise<CodeReader> | undefined;

/** Loaded once; asked for early, it is there without a network too. Rejects where it is not. */
export function codeReader(): Promise<CodeReader> {
  loading ??= byBrowser()
    .then((own) => own ?? byLibrary())
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** Blanks at the ends are no part of a code. */
export const readCodes = async (read: CodeReader, video: HTMLVideoElement): Promise<string[]> =>
  (await read(video)).map((code) => code.trim().slice(0, code_max)).filter((code) => code !== '');
