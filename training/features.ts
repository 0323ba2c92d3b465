/**
 * The fusion's training rows, computed by the product's own code, each document by parts that have not seen it.
 * usage: node training/features.ts --corpora FOLDER --codiesp FOLDER --translation FILE --system icd-10-cm|icd-10-pcs
 *          --split train|dev|notes [--with-dev] [--readings FILE] [--mentions FOLDER] --out FOLDER
 *
 * Without --mentions: writes the mentions of each document (mentions-SPLIT.f32, .tsv), on which the mention
 * model is fitted. With --mentions, the folder of its models: writes the candidates (codes-SPLIT.f32, .tsv)
 * and the gold codes (gold-SPLIT.jsonl). --readings is what network.ts wrote; without it there is no network.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findSections } from '../src/main/charts/sections.ts';
import { candidatesOf, FEATURES } from '../src/main/coding/candidates.ts';
import {
  MENTION_FEATURES,
  MentionFinder,
  type DocumentReading,
  type Mention,
} from '../src/main/coding/mentions.ts';
import { documentReading, readWords } from '../src/main/coding/reading.ts';
import { Fusion } from '../src/main/model/fusion.ts';
import { buildCatalogueTerms, buildLexicon, readSources } from './buildLexicon.ts';
import { partOf, readCodiEsp, type CorpusDocument } from './codiesp.ts';
import type { CodeSystem } from '../src/shared/coding.ts';
import type { StoredReading } from './network.ts';
import { readNotes } from './notes.ts';
import type { TranslationTable } from './translate.ts';

/** Parts of cross-fitting: of the lexicon, and of the mention model. */
const LEXICON_PARTS = 10;
const MENTION_PARTS = 5;

/** What is needed of a document here. */
type LearningDocument = Pick<CorpusDocument, 'id' | 'lang' | 'text' | 'codes' | 'evidence'>;

const { values: options } = parseArgs({
  options: {
    corpora: { type: 'string', default: '' },
    codiesp: { type: 'string', default: '' },
    translation: { type: 'string', default: '' },
    system: { type: 'string', default: 'icd-10-cm' },
    split: { type: 'string', default: 'train' },
    'with-dev': { type: 'boolean', default: false },
    readings: { type: 'string' },
    mentions: { type: 'string' },
    out: { type: 'string', default: '' },
  },
});
const system = options.system as CodeSystem;
const split = options.split as 'train' | 'dev' | 'notes';
const sources = readSources(
  system,
  options.corpora,
  JSON.parse(readFileSync(options.translation, 'utf8')) as TranslationTable,
);
const catalogueTerms = buildCatalogueTerms(sources);
const train = [
  ...readCodiEsp(options.codiesp, 'train', system),
  ...(options['with-dev'] ? readCodiEsp(options.codiesp, 'dev', system) : []),
];
const readings = new Map<string, StoredReading>();
if (options.readings) {
  for (const line of readFileSync(options.readings, 'utf8').trimEnd().split('\n')) {
    const reading = JSON.parse(line) as StoredReading;
    readings.set(`${reading.id} ${reading.lang}`, reading);
  }
}
mkdirSync(options.out, { recursive: true });
const kind = options.mentions ? 'codes' : 'mentions';
const rows = openSync(join(options.out, `${kind}-${split}.f32`), 'w');
const names: string[] = [];
const gold: string[] = [];
const models = new Map<string, Fusion>();
const reach = { gold: 0, reached: 0, spans: 0, spansReached: 0 };

if (split === 'dev') {
  await write(readCodiEsp(options.codiesp, 'dev', system), train, 'all');
} else if (split === 'notes') {
  await write(
    readNotes(options['with-dev'] ? 'all' : 'tune').map((note) => ({
      ...note,
      lang: note.language,
      evidence: [],
    })),
    train,
    'all',
  );
} else {
  for (let part = 0; part < LEXICON_PARTS; part++) {
    await write(
      train.filter(({ id }) => partOf(id, LEXICON_PARTS) === part),
      train.filter(({ id }) => partOf(id, LEXICON_PARTS) !== part),
      'parts',
    );
  }
}
closeSync(rows);
writeFileSync(join(options.out, `${kind}-${split}.tsv`), names.join('\n') + '\n');
if (kind === 'codes') writeFileSync(join(options.out, `gold-${split}.jsonl`), gold.join('\n') + '\n');
writeFileSync(
  join(options.out, `${kind}.json`),
  JSON.stringify({ names: kind === 'codes' ? FEATURES : MENTION_FEATURES }),
);
console.error(kind, split, JSON.stringify(reach));

/** @param models which of the mention models reads a document: that of its part, or the one of all parts */
async function write(
  documents: LearningDocument[],
  learnedFrom: CorpusDocument[],
  models: 'parts' | 'all',
): Promise<void> {
  const finder = new MentionFinder(buildLexicon(learnedFrom, sources, catalogueTerms));
  for (const document of documents) {
    const { id, lang, text, codes } = document;
    const readable = { id, language: lang, text, sections: findSections(text, lang) };
    const read = readWords(readable);
    const reading = documentReading(readable, read, networkOf(document));
    const mentions = finder.find(reading);
    if (!options.mentions) {
      writeMentions(document, reading, mentions);
      continue;
    }
    const model = await mentionModel(models === 'all' ? 'all' : String(partOf(id, MENTION_PARTS)));
    const scores = await model.probabilities(mentions.map(({ features }) => features));
    const candidates = candidatesOf(
      mentions.map((mention, i) => ({ ...mention, score: scores[i] ?? 0 })),
      reading.logits,
      finder,
      reading,
    );
    // Notes have a coding style of their own, and are measured apart.
    const style = split === 'notes' ? 'visit' : lang;
    gold.push(JSON.stringify({ id, lang: style, codes }));
    reach.gold += codes.length;
    for (const { code, features } of candidates) {
      const label = codes.includes(code) ? 1 : 0;
      reach.reached += label;
      names.push([id, style, code, label].join('\t'));
      writeSync(rows, features);
    }
  }
}

function networkOf({ id, lang }: LearningDocument): Pick<DocumentReading, 'logits' | 'tags'> {
  const stored = readings.get(`${id} ${lang}`);
  if (!stored) return { logits: new Map(), tags: { first: new Float32Array(), inside: new Float32Array() } };
  const { first, inside } = stored.tags[system];
  return {
    logits: new Map(Object.entries(stored.logits).filter(([code]) => sources.codes.has(code))),
    tags: { first: Float32Array.from(first), inside: Float32Array.from(inside) },
  };
}

/** A mention is right where gold evidence of its code has both ends within ten characters of it. */
function writeMentions(
  { id, lang, evidence }: LearningDocument,
  { words }: DocumentReading,
  mentions: Mention[],
): void {
  if (lang !== 'es') return;
  const marked = evidence.map(({ code, ranges }) => ({
    code,
    start: Math.min(...ranges.map(({ start }) => start)),
    end: Math.max(...ranges.map(({ end }) => end)),
    reached: false,
  }));
  for (const { code, from, to, features } of mentions) {
    const start = words.starts[from] ?? 0;
    const end = words.ends[to - 1] ?? 0;
    const own = marked.filter(
      (span) => span.code === code && Math.abs(span.start - start) <= 10 && Math.abs(span.end - end) <= 10,
    );
    for (const span of own) span.reached = true;
    names.push([id, lang, code, own.length > 0 ? 1 : 0, start, end].join('\t'));
    writeSync(rows, features);
  }
  reach.spans += marked.length;
  reach.spansReached += marked.filter(({ reached }) => reached).length;
}

async function mentionModel(name: string): Promise<Fusion> {
  const file = join(options.mentions ?? '', `mention-fusion-${name}.onnx`);
  const model = models.get(name) ?? (await Fusion.open(file, MENTION_FEATURES.length));
  models.set(name, model);
  return model;
}
