/**
 * Stage 3: the pack's lexicon of one code system.
 * usage: node training/lexicon.ts --corpora FOLDER --codiesp FOLDER --translation FILE
 *          --system icd-10-cm|icd-10-pcs [--with-dev] --out FILE.sqlite
 */
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeLexicon } from '../src/main/coding/lexicon.ts';
import type { CodeSystem } from '../src/shared/coding.ts';
import { buildLexicon, readSources } from './buildLexicon.ts';
import { readCodiEsp } from './codiesp.ts';
import type { TranslationTable } from './translate.ts';

const { values: options } = parseArgs({
  options: {
    corpora: { type: 'string', default: '' },
    codiesp: { type: 'string', default: '' },
    translation: { type: 'string', default: '' },
    system: { type: 'string', default: 'icd-10-cm' },
    'with-dev': { type: 'boolean', default: false },
    out: { type: 'string', default: '' },
  },
});
const system = options.system as CodeSystem;
const translation = JSON.parse(readFileSync(options.translation, 'utf8')) as TranslationTable;
const lexicon = buildLexicon(
  [
    ...readCodiEsp(options.codiesp, 'train', system),
    ...(options['with-dev'] ? readCodiEsp(options.codiesp, 'dev', system) : []),
  ],
  readSources(system, options.corpora, translation),
);
rmSync(options.out, { force: true });
writeLexicon(options.out, lexicon);
console.error(
  `${system}: ${lexicon.trainingDocuments} documents, ${lexicon.phrases.es.stems.length} Spanish and ` +
    `${lexicon.phrases.en.stems.length} English phrases, ${lexicon.catalogue.termCode.length} catalogue terms`,
);
