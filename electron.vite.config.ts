import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** PDF.js loads these by name for JPEG 2000, JBIG2 and fax images; WebAssembly is closed by the page's policy. */
function pdfImageDecoders(): Plugin {
  return {
    name: 'pdf-image-decoders',
    apply: 'build',
    generateBundle() {
      for (const name of ['openjpeg_nowasm_fallback.js', 'jbig2_nowasm_fallback.js']) {
        const source = readFileSync(`node_modules/pdfjs-dist/wasm/${name}`);
        this.emitFile({ type: 'asset', fileName: `pdfjs/${name}`, source });
      }
    },
  };
}

/** The development server injects inline scripts; only there the page goes without its policy. */
function policyOnlyInBuilds(): Plugin {
  return {
    name: 'policy-only-in-builds',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace(/<meta[^>]*Content-Security-Policy[^>]*>/i, ''),
  };
}

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          importWorker: 'src/main/catalog/importWorker.ts',
          exportWorker: 'src/main/log/exportWorker.ts',
          mergeWorker: 'src/main/merge/mergeWorker.ts',
          scanWorker: 'src/main/ledger/scanWorker.ts',
          verifyWorker: 'src/main/ledger/verifyWorker.ts',
          storesWorker: 'src/main/backup/storesWorker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is one CommonJS file with everything but electron bundled in.
      externalizeDeps: false,
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), pdfImageDecoders(), policyOnlyInBuilds()],
    build: {
      minify: true,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
