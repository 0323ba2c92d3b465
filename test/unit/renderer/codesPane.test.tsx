import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rowsOf } from '../../../src/renderer/chart/rows.ts';
import type { Reading } from '../../../src/renderer/chart/state.ts';
import { CodesPane } from '../../../src/renderer/codes/CodesPane.tsx';
import type { ChartDocument } from '../../../src/shared/chart.ts';
import type { CodeFamily, Decision, Suggestion } from '../../../src/shared/coding.ts';
import { codingOf, decisionOn } from '../../fixtures/chartCoding.ts';

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const document: ChartDocument = {
  id: 'd1',
  name: 'discharge.txt',
  kind: 'text',
  language: 'en',
  text: 'Assessment: no diabetes.',
  sections: [{ kind: 'assessment', heading: 'Assessment', start: 0, bodyStart: 11, end: 24 }],
};

const suggestion: Suggestion = {
  code: 'E11.9',
  title: 'Type 2 diabetes mellitus without complications',
  billable: true,
  score: 0.82,
  tier: 'suggestion',
  evidence: [{ document: 'd1', start: 15, end: 23, text: 'diabetes', source: 'lexicon', context: 'negated' }],
};

const family: CodeFamily = {
  path: [{ code: 'E08-E13', title: 'Diabetes mellitus' }],
  options: [
    { code: 'E11.22', title: 'Type 2 diabetes mellitus with diabetic chronic kidney disease' },
    { code: 'E11.65', title: 'Type 2 diabetes mellitus with hyperglycemia' },
  ],
  poaExempt: false,
};

function pane(options: { tab?: 'instead' | 'why'; reading?: Reading; decision?: Decision } = {}): string {
  const state = codingOf(options.decision ? [options.decision] : []);
  const rows = rowsOf({ suggestions: [suggestion], threshold: 0.4 }, state, {}, ['d1']);
  const nothing = () => undefined;
  return renderToStaticMarkup(
    <CodesPane
      reading={options.reading ?? { phase: 'reading', fraction: 0.1, first: [suggestion] }}
      documents={[document]}
      coding={state}
      rows={rows}
      shown={rows}
      selected="E11.9"
      mention={0}
      closed={false}
      family={family}
      options={family.options}
      tab={options.tab ?? 'instead'}
      focusRound={0}
      actions={{ select: nothing, accept: nothing, reject: nothing }}
      onTab={nothing}
      onOption={nothing}
      onCommand={() => undefined}
      onShowAll={nothing}
      onRead={nothing}
      onStop={nothing}
      onSearch={nothing}
      onScores={nothing}
    />,
  );
}

describe('the codes beside a chart', () => {
  it('say with each suggestion how likely it is, which words carry it, how they are meant and where they stand', () => {
    const html = pane();
    for (const words of ['E11.9', 'likely · 82%', 'diabetes', 'negated', 'Assessment', 'learned phrase']) {
      expect(html).toContain(words);
    }
  });

  it('say that more is coming while only the first page is read', () => {
    expect(pane()).toContain('From the first page');
  });

  it('offer what could be coded instead, each with its digit', () => {
    expect(pane()).toMatch(/<kbd>2<\/kbd><span class="code">E11\.65/u);
  });

  it('explain the selected one by its words and its place in the book', () => {
    const html = pane({ tab: 'why' });
    expect(html).toContain('Coders used these words for this code');
    expect(html).toContain('The words deny this.');
    expect(html).toContain('Diabetes mellitus');
    expect(html).toContain('discharge.txt');
  });

  it('say why a suggestion was rejected', () => {
    const html = pane({
      decision: decisionOn('E11.9', {
        title: suggestion.title,
        decided: 'rejected',
        evidence: suggestion.evidence,
        entry: 3,
        reason: 'negated',
      }),
    });
    expect(html).toContain('rejected: The text denies it');
  });
});
