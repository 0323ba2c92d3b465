import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { queryForm } from '../../../../src/renderer/i18n/areas/query.ts';
import { pageRule } from '../../../../src/renderer/print/pageRule.ts';
import { place } from '../../../../src/renderer/print/place.ts';
import { dayIn, timeIn, wordsIn } from '../../../../src/renderer/print/wordsIn.ts';
import { QuerySheet } from '../../../../src/renderer/query/QuerySheet.tsx';
import { UNKNOWN_HEADER, type Chart } from '../../../../src/shared/chart.ts';
import type { EvidenceSpan, PhysicianQuery } from '../../../../src/shared/coding.ts';

const chart: Chart = {
  id: 'c1',
  name: 'Chart 0001',
  sample: true,
  importedAt: '2026-03-01T08:00:00Z',
  header: { ...UNKNOWN_HEADER, patient: 'Patient 0001', type: 'inpatient', encounterDate: '2026-03-02' },
  documents: [
    {
      id: 'd1',
      name: 'discharge.txt',
      kind: 'text',
      language: 'es',
      text: 'Evolución\nInsuficiencia cardíaca',
      sections: [{ kind: 'hospital-course', heading: 'Evolución', start: 0, bodyStart: 10, end: 32 }],
    },
  ],
};
const quote: EvidenceSpan = {
  document: 'd1',
  start: 10,
  end: 32,
  text: 'Insuficiencia\ncardíaca',
  source: 'coder',
  context: 'affirmed',
};
const query: PhysicianQuery = {
  template: 'specificity',
  about: 'I50.9',
  addressee: '',
  indicators: [quote],
  question: queryForm.es.specificityQuestion,
  options: ['Sistólica', 'Diastólica'],
  other: queryForm.es.other,
  undetermined: queryForm.es.undetermined,
  entry: 4,
  who: 'coder',
  at: '2026-03-02T10:00:00Z',
  state: 'open',
  answer: null,
  closedAt: null,
};

describe('QuerySheet', () => {
  const html = (given: PhysicianQuery) =>
    renderToStaticMarkup(<QuerySheet chart={chart} query={given} language="es" />);

  it('is written in the language of the query', () => {
    const sheet = html(query);
    expect(sheet).toContain('lang="es"');
    for (const words of [queryForm.es.title, queryForm.es.neutral, 'Patient 0001', '2 de marzo de 2026']) {
      expect(sheet).toContain(words);
    }
  });

  it('quotes the chart with its place, and always offers other and undetermined', () => {
    const sheet = html(query);
    expect(sheet).toContain(
      '<q>Insuficiencia cardíaca</q><span class="sheet-place">Evolución · discharge.txt',
    );
    expect(sheet).toMatch(/Sistólica.*Diastólica.*Otra \(especifíquese\).*No se puede determinar/su);
  });

  it('shows what came of it', () => {
    const answered = html({ ...query, state: 'answered', answer: 'Aguda', closedAt: '2026-03-03T10:00:00Z' });
    expect(answered).toContain('Aguda');
    expect(html({ ...query, state: 'withdrawn' })).toContain(queryForm.es.withdrawn);
    expect(html(query)).not.toContain(queryForm.es.withdrawn);
  });

  it('says nothing of the code, for the physician is asked about the patient', () => {
    expect(html(query)).not.toContain('I50.9');
  });
});

describe('place', () => {
  it('names section, document and page', () => {
    expect(place(chart, quote, 'en')).toBe('Evolución · discharge.txt');
    const page = { number: 3, width: 1, height: 1, start: 0, end: 40, runs: [] };
    const paged = { ...chart, documents: chart.documents.map((each) => ({ ...each, pages: [page] })) };
    expect(place(paged, quote, 'de')).toBe('Evolución · discharge.txt · S. 3');
    expect(place(chart, { ...quote, document: 'gone' }, 'en')).toBe('');
  });
});

describe('pageRule', () => {
  it('lets nothing out of its strings', () => {
    const rule = pageRule('a"; } </style> \\ b', 'Page');
    expect(rule).toContain('content: "a\\22 \\3b  \\7d  \\3c \\2f style\\3e  \\5c  b"');
    expect(rule).toContain('"Page " counter(page) " / " counter(pages)');
  });
});

describe('wordsIn', () => {
  it('puts values in, and leaves what it has no value for', () => {
    const area = { en: { a: '{{x}} of {{y}}' }, es: { a: '' }, de: { a: '' } };
    expect(wordsIn(area, 'en')('a', { x: '$&' })).toBe('$& of {{y}}');
  });

  it('writes days and times of a language, and what it cannot read as it is', () => {
    expect(dayIn('de', '2026-03-02')).toBe('2. März 2026');
    expect(dayIn('en', 'soon')).toBe('soon');
    expect(timeIn('es', 'soon')).toBe('soon');
  });
});
