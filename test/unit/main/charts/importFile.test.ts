import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  importFile,
  isImportable,
  LARGEST_PDF,
  LARGEST_TEXT,
} from '../../../../src/main/charts/importFile.ts';
import { UserError } from '../../../../src/main/errors.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FILES = join(ROOT, 'test/fixtures/files');
const SAMPLES = join(ROOT, 'resources/samples');
const MODULE = pathToFileURL(join(ROOT, 'src/main/charts/importFile.ts')).href;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rubricator-import-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content = 'Assessment: acute bronchitis.\n'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A file of that many bytes that takes no room on the disk. */
function sparse(name: string, bytes: number): string {
  const path = file(name, '');
  truncateSync(path, bytes);
  return path;
}

async function refusal(path: string): Promise<UserError> {
  const error: unknown = await importFile(path).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe('importFile', () => {
  it('reads an English note with its sections and its own bytes', async () => {
    const path = join(SAMPLES, 'emergency/emergency-visit.txt');
    const document = await importFile(path);
    expect(document).toMatchObject({ name: 'emergency-visit.txt', kind: 'text', language: 'en' });
    expect(document.pages).toBeUndefined();
    expect(Buffer.compare(document.source, readFileSync(path))).toBe(0);
    expect(document.text).toBe(readFileSync(path, 'utf8'));
    expect(document.sections.length).toBeGreaterThan(3);
    for (const { heading, start, bodyStart } of document.sections) {
      expect(document.text.slice(start, bodyStart)).toContain(heading);
    }
  });

  it('reads a Spanish note as Spanish', async () => {
    expect((await importFile(join(SAMPLES, 'caso-espanol/caso-clinico.txt'))).language).toBe('es');
    const { language, sections } = await importFile(
      file('nota.txt', 'Antecedentes familiares: padre con diabetes.\nJuicio clínico: neumonía.\n'),
    );
    expect(language).toBe('es');
    expect(sections.map(({ kind }) => kind)).toEqual(['family-history', 'assessment']);
  });

  it('goes by the language it is told', async () => {
    expect((await importFile(join(SAMPLES, 'caso-espanol/caso-clinico.txt'), 'en')).language).toBe('en');
    expect((await importFile(join(SAMPLES, 'pdf-chart/hip-replacement.pdf'), 'es')).language).toBe('es');
  });

  it('reads a PDF with its pages', async () => {
    const document = await importFile(join(SAMPLES, 'pdf-chart/hip-replacement.pdf'));
    expect(document).toMatchObject({ name: 'hip-replacement.pdf', kind: 'pdf', language: 'en' });
    expect(document.pages).toHaveLength(5);
    expect(Buffer.from(document.source.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(document.sections.some(({ kind }) => kind === 'discharge-diagnosis')).toBe(true);
  });

  it('takes the ending as the kind in any case, and Markdown as text', async () => {
    copyFileSync(join(SAMPLES, 'pdf-chart/hip-replacement.pdf'), join(folder, 'CHART.PDF'));
    expect((await importFile(join(folder, 'CHART.PDF'))).kind).toBe('pdf');
    expect((await importFile(file('Note.TXT'))).kind).toBe('text');
    expect((await importFile(file('note.md', '# Assessment\nflu\n'))).kind).toBe('text');
  });

  it.each(['note.docx', 'note', 'note.txt.exe', '.txt', 'note.pdf.zip'])(
    'refuses the name %s',
    async (name) => {
      expect(isImportable(name)).toBe(false);
      const error = await refusal(file(name));
      expect(error.message).toMatch(
        /^(Files of the kind "\..+" are|A file without an ending is) not read\.$/,
      );
      expect(error.remedy).toBe('Choose .txt, .md, .pdf files.');
    },
  );

  it.each([
    ['note.txt', LARGEST_TEXT, 'The file has 10 MB; at most 10 MB are read.'],
    ['chart.pdf', LARGEST_PDF, 'The file has 200 MB; at most 200 MB are read.'],
  ])('refuses %s one byte over its limit', async (name, limit, message) => {
    expect((await refusal(sparse(name, limit + 1))).message).toBe(message);
  });

  it('reads a text of exactly the largest size', async () => {
    const line = 'Assessment: acute bronchitis.\n';
    const path = file('note.txt', line.repeat(LARGEST_TEXT / line.length).padEnd(LARGEST_TEXT, '.'));
    expect((await importFile(path)).text).toHaveLength(LARGEST_TEXT);
  });

  it('refuses a folder', async () => {
    mkdirSync(join(folder, 'notes.txt'));
    expect((await refusal(join(folder, 'notes.txt'))).message).toMatch(
      /^(This is not a file|The file cannot be read)\.$/,
    );
  });

  it('refuses a file that is not there', async () => {
    expect((await refusal(join(folder, 'gone.txt'))).message).toBe('The file cannot be read.');
  });

  // In a process of its own: opening a pipe that nobody writes to may wait for ever.
  it.skipIf(process.platform === 'win32')('refuses a named pipe instead of waiting for a writer', () => {
    const pipe = join(folder, 'pipe.txt');
    execFileSync('mkfifo', [pipe]);
    const script = `import(${JSON.stringify(MODULE)}).then(({ importFile }) => importFile(${JSON.stringify(pipe)}))
      .catch((error) => console.log(error.message))`;
    const child = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 60_000 });
    expect(child.stdout.trim()).toBe('This is not a file.');
  });

  it.each([
    ['empty.txt', 'The file is empty.'],
    ['whitespace.txt', 'The file is empty.'],
    ['binary.txt', 'The file is not text: it holds binary data.'],
    ['encrypted.pdf', 'The PDF is encrypted.'],
    ['damaged.pdf', 'The PDF is damaged or not a PDF.'],
    ['no-text.pdf', 'The PDF has no text: its pages are pictures.'],
    ['not-a-pdf.pdf', 'The PDF is damaged or not a PDF.'],
  ])('refuses %s', async (name, message) => {
    expect((await refusal(join(FILES, name))).message).toBe(message);
  });

  it('refuses a PDF that is called a text', async () => {
    copyFileSync(join(SAMPLES, 'pdf-chart/hip-replacement.pdf'), join(folder, 'chart.txt'));
    expect((await refusal(join(folder, 'chart.txt'))).message).toBe(
      'The file is not text: it holds binary data.',
    );
  });
});
