/** PDF.js as this app uses it: local worker, fonts and character maps, no scripts, no forms, no network. */
import { getDocument, PDFWorker, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url&no-inline';

const fonts = import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const characterMaps = import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

const files = new Map(
  [...Object.entries(fonts), ...Object.entries(characterMaps)].map(([path, url]) => [
    path.slice(path.lastIndexOf('/') + 1),
    url,
  ]),
);

/** Finds the font and character map files under the names the build gave them. */
class BundledFiles {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = files.get(filename);
    if (url === undefined) throw new Error(`Not part of this program: ${filename}`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`Cannot load ${filename}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

let worker: PDFWorker | null = null;

/** Opens a PDF from its bytes. The bytes are handed over to the worker and must not be used again. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  // A port of our own, because PDF.js would wrap the worker of an unknown scheme in a blob.
  worker ??= PDFWorker.create({ port: new Worker(workerUrl, { type: 'module' }) });
  return getDocument({
    data: bytes,
    worker,
    BinaryDataFactory: BundledFiles,
    // The decoders for JPEG 2000, JBIG2 and fax images, next to index.html; WebAssembly stays forbidden.
    wasmUrl: new URL('pdfjs/', document.baseURI).href,
    useWasm: false,
    useWorkerFetch: false,
    // The bundled fonts look the same on every machine and need none to be installed.
    useSystemFonts: false,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    stopAtErrors: false,
    verbosity: 0,
  }).promise;
}

/** Pixels of one drawing; a large page at a high zoom is drawn coarser than the screen. */
const mostPixels = 4096 * 4096;

/**
 * Draws a page at `scale` and puts the finished drawing on `canvas`, which keeps what it shows until
 * then; the returned function stops it. Rejects only when drawing fails.
 */
export function drawPage(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  scale: number,
): { done: Promise<void>; stop: () => void } {
  const { width, height } = page.getViewport({ scale });
  const density = Math.min(window.devicePixelRatio || 1, Math.sqrt(mostPixels / (width * height)));
  const viewport = page.getViewport({ scale: scale * density });
  const draft = document.createElement('canvas');
  draft.width = Math.floor(viewport.width);
  draft.height = Math.floor(viewport.height);
  const task = page.render({ canvas: draft, viewport });
  const done = task.promise.then(
    () => {
      canvas.width = draft.width;
      canvas.height = draft.height;
      canvas.getContext('2d')?.drawImage(draft, 0, 0);
    },
    (error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'RenderingCancelledException') throw error;
    },
  );
  return { done, stop: () => task.cancel() };
}

/** The font family, as the drawn page has loaded it, of each text item that is not blank, in their order. */
export async function fontFamilies(page: PDFPageProxy): Promise<string[]> {
  const { items, styles } = await page.getTextContent();
  return items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    return [`"${item.fontName}", ${styles[item.fontName]?.fontFamily ?? 'sans-serif'}`];
  });
}

export type { PDFDocumentProxy };
