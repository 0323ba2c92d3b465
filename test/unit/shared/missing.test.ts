import { describe, expect, it } from 'vitest';
import { UNKNOWN_HEADER, type EncounterHeader } from '../../../src/shared/chart.ts';
import type {
  ChartCoding,
  CodingRun,
  DecidedAs,
  Decision,
  PhysicianQuery,
  Poa,
} from '../../../src/shared/coding.ts';
import { missingOf } from '../../../src/shared/missing.ts';
import { codingOf, decisionOn } from '../../fixtures/chartCoding.ts';

const inpatient: EncounterHeader = { ...UNKNOWN_HEADER, type: 'inpatient', encounterDate: '2026-03-02' };
const outpatient: EncounterHeader = { ...inpatient, type: 'outpatient' };

function decision(code: string, decided: DecidedAs = 'accepted', poa: Poa | null = 'Y'): Decision {
  return decisionOn(code, { decided, poa });
}

function coding(decisions: Decision[], rest: Partial<ChartCoding> = {}): ChartCoding {
  return codingOf(decisions, {
    admitDiagnosis: { code: 'R07.9', title: 'Chest pain, unspecified' },
    ...rest,
  });
}

function query(state: PhysicianQuery['state']): PhysicianQuery {
  return {
    template: 'poa',
    about: 'I21.4',
    addressee: '',
    indicators: [],
    question: 'Was it present on admission?',
    options: [],
    other: 'Other',
    undetermined: 'Unable to determine',
    entry: 3,
    who: 'coder',
    at: '2026-03-03T10:00:00Z',
    state,
    answer: null,
    closedAt: null,
  };
}

function run(...codes: [code: string, tier: 'suggestion' | 'candidate'][]): CodingRun {
  return {
    chart: 'c1',
    system: 'icd-10-cm',
    model: { name: 'm', version: '1' },
    catalogue: { name: 'c', version: '1' },
    provider: 'cpu',
    suggestions: codes.map(([code, tier]) => ({
      code,
      title: code,
      billable: true,
      score: 0.5,
      tier,
      evidence: [],
    })),
    threshold: 0.4,
    at: '2026-03-03T10:00:00Z',
  };
}

const ids = (...given: Parameters<typeof missingOf>) => missingOf(...given).map(({ id }) => id);

describe('missingOf', () => {
  it('finds nothing in a chart that is complete', () => {
    expect(missingOf(inpatient, coding([decision('I21.4'), decision('I10')]), run())).toEqual([]);
    expect(missingOf(outpatient, coding([decision('J06.9', 'accepted', null)]), null)).toEqual([]);
  });

  it('stops at an open query alone', () => {
    const open = coding([decision('I21.4')], { queries: [query('answered'), query('open')] });
    expect(missingOf(inpatient, open, null)).toEqual([{ id: 'open-query', weight: 'stops', codes: [] }]);
    const closed = coding([decision('I21.4')], { queries: [query('answered'), query('withdrawn')] });
    expect(missingOf(inpatient, closed, null)).toEqual([]);
  });

  it('counts neither rejected nor changed codes as final', () => {
    const none = coding([decision('I21.4', 'rejected'), decision('I10', 'changed', null)]);
    expect(ids(inpatient, none, null)).toEqual(['no-codes']);
  });

  it('asks for POA indicators and the admitting diagnosis of inpatients alone', () => {
    const bare = coding([decision('I21.4', 'accepted', null), decision('Z95.1', 'added', 'exempt')], {
      admitDiagnosis: null,
    });
    expect(missingOf(inpatient, bare, null)).toEqual([
      { id: 'no-poa', weight: 'missing', codes: ['I21.4'] },
      { id: 'no-admit-diagnosis', weight: 'missing', codes: [] },
    ]);
    for (const type of ['outpatient', 'emergency', 'radiology'] as const) {
      expect(ids({ ...inpatient, type }, bare, null)).toEqual([]);
    }
  });

  it('asks for the type and the date of the encounter', () => {
    expect(ids(UNKNOWN_HEADER, coding([decision('I10')]), null)).toEqual(['no-type', 'no-encounter-date']);
  });

  it('names the suggestions that nobody decided, not the candidates', () => {
    const some = coding([decision('I10'), decision('E11.9', 'rejected')]);
    const read = run(
      ['I10', 'suggestion'],
      ['N18.4', 'suggestion'],
      ['E11.9', 'suggestion'],
      ['J18.9', 'candidate'],
    );
    expect(missingOf(outpatient, some, read)).toEqual([
      { id: 'undecided', weight: 'missing', codes: ['N18.4'] },
    ]);
  });

  it('looks twice at a symptom that stands first before a diagnosis', () => {
    const symptom = coding([decision('R07.9'), decision('Z79.4'), decision('I21.4')]);
    expect(missingOf(outpatient, symptom, null)).toEqual([
      { id: 'symptom-first', weight: 'look', codes: ['R07.9'] },
    ]);
    expect(ids(outpatient, coding([decision('R07.9'), decision('R05.9'), decision('Z79.4')]), null)).toEqual(
      [],
    );
    expect(ids(outpatient, coding([decision('I21.4'), decision('R07.9')]), null)).toEqual([]);
  });

  it('lets no external cause stand first', () => {
    expect(ids(outpatient, coding([decision('W01.0XXA'), decision('S52.501A')]), null)).toEqual([
      'external-cause-first',
    ]);
    expect(ids(outpatient, coding([decision('S52.501A'), decision('W01.0XXA')]), null)).toEqual([]);
  });

  it('puts what stops first', () => {
    const all = coding([decision('R07.9', 'accepted', null), decision('I10', 'accepted', null)], {
      admitDiagnosis: null,
      queries: [query('open')],
    });
    const weights = missingOf(
      { ...UNKNOWN_HEADER, type: 'inpatient' },
      all,
      run(['N18.4', 'suggestion']),
    ).map(({ weight }) => weight);
    expect(weights).toEqual(['stops', 'missing', 'missing', 'missing', 'missing', 'look']);
  });
});
