import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { logFhir } from '../../../../src/main/reports/fhir/bundle.ts';
import type { LogContext } from '../../../../src/main/reports/context.ts';
import { act, ACTS, context, entry } from './entries.ts';
import { parseBundle, type R4Bundle } from './r4.ts';

let folder: string;
let ledger: Ledger;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-fhir-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  ledger.appendAll(ACTS);
});
afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

const written = (change: Partial<LogContext> = {}): string =>
  [...logFhir(ledger.all(), { ...context(change), ofChart: (chart) => ledger.ofChart(chart) })].join('');

type ResourceOf<T> = Extract<NonNullable<R4Bundle['entry']>[number]['resource'], { resourceType: T }>;

function resources<T extends string>(bundle: R4Bundle, type: T): ResourceOf<T>[] {
  return (bundle.entry ?? []).flatMap(({ resource }) =>
    resource.resourceType === type ? [resource as ResourceOf<T>] : [],
  );
}

describe('the decision log as FHIR R4', () => {
  it.each([true, false])('is a valid Bundle, with excerpts %s', (excerpts) => {
    const bundle = parseBundle(written({ excerpts }));
    expect(resources(bundle, 'Provenance')).toHaveLength(ACTS.length);
    expect(resources(bundle, 'Patient')).toHaveLength(2);
    expect(resources(bundle, 'Device')).toHaveLength(1);
  });

  it('is the same Bundle whenever it is written of the same entries', () => {
    expect(written()).toBe(written());
  });

  it('has a Condition for each final code, in their sequence, and for no other', () => {
    const bundle = parseBundle(written());
    const conditions = new Map(
      (bundle.entry ?? []).flatMap(({ fullUrl, resource }) =>
        resource.resourceType === 'Condition' ? [[fullUrl, resource] as const] : [],
      ),
    );
    const coded = resources(bundle, 'Encounter').map(({ diagnosis = [] }) =>
      diagnosis.map(({ condition, rank }) => [
        rank,
        conditions.get(condition.reference ?? '')?.code?.coding?.[0]?.code,
      ]),
    );
    expect(coded).toEqual([
      [
        [1, 'I10'],
        [2, 'I48.92'],
        [3, 'E11.22'],
      ],
      [
        [1, 'I48.92'],
        [2, 'J18.9'],
      ],
    ]);
    expect(conditions.size).toBe(5);
  });

  it('says what was present on admission where QI-Core says it, and what is only probable', () => {
    const bundle = parseBundle(written());
    const [first] = resources(bundle, 'Encounter');
    const poa = first?.diagnosis?.map(
      ({ extension }) => extension?.[0]?.valueCodeableConcept.coding?.[0]?.code ?? null,
    );
    expect(poa).toEqual(['1', 'Y', null]);
    const certainty = resources(bundle, 'Condition').map(
      ({ verificationStatus }) => verificationStatus?.coding?.[0]?.code,
    );
    expect(certainty).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed', 'provisional']);
  });

  it('tells the encounter and the patient by the chart’s header, with excerpts only', () => {
    const [open] = resources(parseBundle(written()), 'Encounter');
    expect(open).toMatchObject({
      status: 'finished',
      class: { code: 'IMP' },
      period: { start: '2026-02-20', end: '2026-02-23' },
      reasonCode: [{ coding: [{ code: 'R07.9' }] }],
    });
    expect(resources(parseBundle(written()), 'Patient')[0]).toMatchObject({
      identifier: [{ value: 'SECRET17' }],
      name: [{ text: 'SECRET PATIENT' }],
    });
    const [closed] = resources(parseBundle(written({ excerpts: false })), 'Encounter');
    expect(closed).toMatchObject({ status: 'unknown', class: { code: 'MSK' } });
    expect(closed?.period).toBeUndefined();
  });

  it('holds no word of the charts without excerpts', () => {
    expect(written()).toContain('SECRET');
    expect(written({ excerpts: false })).not.toContain('SECRET');
  });

  it('leads each entry to what it is about, with the hash that the ledger has', () => {
    const bundle = parseBundle(written());
    const types = new Map(
      (bundle.entry ?? []).map(({ fullUrl, resource }) => [fullUrl, resource.resourceType]),
    );
    const entries = [...ledger.all()];
    const targets = resources(bundle, 'Provenance').map(({ meta, target }, index) => {
      expect(meta?.tag[0]?.code).toBe(entries[index]?.hash);
      return [entries[index]?.action, types.get(target[0]?.reference ?? '')];
    });
    expect(targets).toContainEqual(['unlock', 'Device']);
    expect(targets).toContainEqual(['accept', 'Condition']);
    expect(targets).toContainEqual(['reject', 'Encounter']);
    expect(targets).toContainEqual(['finish', 'Encounter']);
  });

  it('keeps the charts as they stand where the filter leaves entries out', () => {
    const some = [...ledger.all()].filter(({ action }) => action === 'finish');
    const bundle = parseBundle(
      [...logFhir(some, { ...context(), ofChart: (chart) => ledger.ofChart(chart) })].join(''),
    );
    expect(resources(bundle, 'Condition')).toHaveLength(3);
    expect(resources(bundle, 'Provenance')).toHaveLength(1);
  });

  it('stays valid whatever the texts hold, and without any entry', () => {
    const odd = entry({ who: ' \u0007Ada\t', title: '\n', chart: 'c-9', note: '\u0000', model: ' ' });
    const texts = [
      [...logFhir([odd], { ...context(), ofChart: () => [odd] })].join(''),
      [...logFhir([], { ...context(), ofChart: () => [] })].join(''),
    ];
    for (const text of texts) expect(() => parseBundle(text)).not.toThrow();
  });

  it('has no Condition for a procedure', () => {
    const procedure = entry({ ...act({ code: '0DTJ4ZZ', system: 'icd-10-pcs' }), chart: 'c-9' });
    const text = [...logFhir([procedure], { ...context(), ofChart: () => [procedure] })].join('');
    expect(resources(parseBundle(text), 'Condition')).toEqual([]);
  });
});

describe('the check itself', () => {
  const bundle = (): Record<string, unknown> => JSON.parse(written()) as Record<string, unknown>;
  const broken = (change: (text: string) => string): (() => R4Bundle) => {
    const text = written();
    const changed = change(text);
    expect(changed).not.toBe(text);
    return () => parseBundle(changed);
  };

  it('finds what R4 forbids', () => {
    expect(() => parseBundle(JSON.stringify({ ...bundle(), total: 3 }))).toThrow();
    expect(broken((text) => text.replace('"recordedDate"', '"recordDate"'))).toThrow();
    expect(broken((text) => text.replace('"status":"finished"', '"status":"done"'))).toThrow();
    expect(broken((text) => text.replace(/("recorded":"[^"]{19})[^"]*/u, '$1'))).toThrow();
    expect(broken((text) => text.replace('"role":"quotation"', '"role":"quote"'))).toThrow();
    expect(broken((text) => text.replace(/("Condition".*?)"subject":\{[^}]*\},/su, '$1'))).toThrow();
    expect(
      broken((text) =>
        text.replace(
          /"fullUrl":"([^"]*)"(,"resource":\{"resourceType":"Condition")/u,
          '"fullUrl":"urn:uuid:00000000-0000-8000-8000-000000000000"$2',
        ),
      ),
    ).toThrow('leads to nothing');
  });
});
