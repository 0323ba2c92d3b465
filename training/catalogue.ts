/**
 * What teaches the network codes that too few documents carry: the texts that name each code, and where clinical
 * texts without codes say one of them.
 * usage: node training/catalogue.ts --corpora FOLDER --codiesp FOLDER --tokenizer FILE --out FOLDER
 *
 * Writes catalogue.jsonl, a line for each text with the codes that it names (titles, inclusion terms, index entries and
 * the phrase book), and distant.jsonl, a line for each unlabelled text and each text of train: `spans` are half-open
 * ranges of token numbers whose words are such a text, `affirmed` where no negation and the like reaches them. The
 * codes of train are not read, and nothing of dev.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { findSections } from '../src/main/charts/sections.ts';
import { readWords } from '../src/main/coding/reading.ts';
import { contentOf } from '../src/main/coding/lexicon.ts';
import { wordsOf } from '../src/main/coding/words.ts';
import { createTokenizer } from '../src/main/model/tokenizer.ts';
import type { Language } from '../src/shared/chart.ts';
import { CodeSystem } from '../src/shared/coding.ts';
import { readSources } from './buildLexicon.ts';
import { readCodiEsp } from './codiesp.ts';
import { longestPhrases } from './longestPhrases.ts';

/** A text that names more codes than this says too little about each. */
const MOST_CODES = 3;
const LONGEST_PHRASE = 12;

const { values: options } = parseArgs({
  options: {
    corpora: { type: 'string', default: '' },
    codiesp: { type: 'string', default: '' },
    tokenizer: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
  },
});
const tokenizer = createTokenizer(JSON.parse(readFileSync(options.tokenizer, 'utf8')));

/** The texts of each language with the codes that they name, by their stems. */
const named: Record<Language, Map<string, { text: string; codes: Set<string> }>> = {
  en: new Map(),
  es: new Map(),
};
for (const system of CodeSystem.options) {
  // The word table leads to no text of its own, so none is needed.
  const { catalogue, written } = readSources(system, options.corpora, {});
  const all = [
    ...catalogue.map(({ text, code }) => ({ lang: 'en' as const, text, code })),
    ...(['en', 'es'] as const).flatMap((lang) =>
      written[lang].map(({ phrase, code }) => ({ lang, text: phrase, code })),
    ),
  ];
  for (const { lang, text, code } of all) {
    const { stems } = wordsOf(text);
    if (!contentOf(stems).some((stem) => /[a-z]{2}/.test(stem))) continue;
    const key = stems.join(' ');
    const known = named[lang].get(key) ?? { text, codes: new Set() };
    named[lang].set(key, known);
    known.codes.add(code);
  }
}

mkdirSync(options.out, { recursive: true });
writeLines('catalogue.jsonl', function* () {
  for (const lang of ['es', 'en'] as const) {
    for (const { text, codes } of named[lang].values()) {
      yield { lang, codes: [...codes].sort(), ids: [...tokenizer.encode(text).ids] };
    }
  }
});

writeLines('distant.jsonl', function* () {
  const train = readCodiEsp(options.codiesp, 'train');
  for (const lang of ['es', 'en'] as const) {
    const phrases = [...named[lang]].filter(
      ([key, { codes }]) => codes.size <= MOST_CODES && key.split(' ').length <= LONGEST_PHRASE,
    );
    const find = longestPhrases(phrases.map(([key]) => key));
    const texts = new Map(train.filter((d) => d.lang === lang).map(({ id, text }) => [id, text]));
    const packed = readFileSync(join(options.corpora, 'unlabelled', `clinical-${lang}.jsonl.gz`));
    for (const line of gunzipSync(packed).toString('utf8').trim().split('\n')) {
      const { id, text } = JSON.parse(line) as { id: string; text: string };
      if (!texts.has(id)) texts.set(id, text);
    }
    for (const [id, text] of texts) {
      const { words, contextOf } = readWords({
        id,
        language: lang,
        text,
        sections: findSections(text, lang),
      });
      const tokens = tokenizer.encode(text);
      let token = 0;
      const spans = find(words.stems).map(({ phrase, from, to }) => {
        const start = words.starts[from] ?? 0;
        const end = words.ends[to - 1] ?? 0;
        while ((tokens.ends[token] ?? Infinity) <= start) token += 1;
        let after = token;
        while ((tokens.starts[after] ?? Infinity) < end) after += 1;
        return {
          codes: [...(phrases[phrase]?.[1].codes ?? [])],
          tokens: [token, after],
          affirmed: contextOf(start, end) === 'affirmed',
        };
      });
      yield { id, lang, ids: [...tokens.ids], spans };
    }
  }
});

function writeLines(name: string, rows: () => Iterable<object>): void {
  const file = openSync(join(options.out, name), 'w');
  let count = 0;
  for (const row of rows()) {
    writeSync(file, JSON.stringify(row) + '\n');
    count += 1;
  }
  closeSync(file);
  console.error(`${name}: ${count} lines`);
}
