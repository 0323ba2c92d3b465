import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTabular, type TabularList } from '../../../../../src/main/catalog/read/tabular.ts';
import { parseXml } from '../../../../../src/main/catalog/read/xml.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { corpora, corpusTag, hasCorpus } from '../../../../corpora.ts';

const LIST = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2021</version>
  <introduction><introSection type="instruction"><instruction><note>How to read it</note></instruction></introSection></introduction>
  <chapter>
    <name>2</name>
    <desc>Growths (C00-D49)</desc>
    <notes><note>All growths are here</note></notes>
    <sectionIndex><sectionRef first="C00" last="C96" id="C00-C96">Bad growths</sectionRef></sectionIndex>
    <section id="C00-C96"><desc>Bad growths (C00-C96)</desc>
      <useAdditionalCode><note>code to identify:</note><note>tobacco use (Z72.0)</note></useAdditionalCode>
    </section>
    <section id="C73-C75"><desc>Growths of glands (C73-C75)</desc></section>
    <section id="C7A"><desc>Growths of nerves and glands (C7A)</desc>
      <diag><name>C7A</name><desc>Growths of nerves and glands</desc></diag>
    </section>
    <section id="C76-C80"><desc>Growths elsewhere (C76-C80)</desc>
      <diag><name>C77</name><desc>Growth of nodes</desc>
        <excludes1><note>growth of  the
          skin (C44)</note></excludes1>
        <diag><name>C77.0</name><desc>Growth of nodes of the neck</desc>
          <inclusionTerm><note>Neck node</note></inclusionTerm>
          <includes><note>a</note></includes><codeFirst><note>b</note></codeFirst>
          <codeAlso><note>, if applicable, c</note></codeAlso><excludes2><note>d</note></excludes2>
        </diag>
      </diag>
    </section>
  </chapter>
  <chapter>
    <name>19</name><desc>Injury (S00-T88)</desc>
    <section id="S00-S09"><desc>Injuries of the head (S00-S09)</desc>
      <diag><name>S02</name><desc>Fracture of skull</desc>
        <sevenChrNote><note>One of these is to be added</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">first, closed</extension>
          <extension char="B">first, open type I</extension><note>	first, open NOS</note>
        </sevenChrDef>
      </diag>
      <diag><name>S09</name><desc>Blindness of sorts</desc>
        <visualImpairment>
          <visCategory><heading>Category</heading>
            <visRange><heading>Acuity</heading><visMax><heading>Less than:</heading></visMax><visMin><heading>At least:</heading></visMin></visRange>
          </visCategory>
          <visCategory><value>1</value>
            <visRange><visMax><value>6/18</value></visMax><visMin><value>6/60</value></visMin></visRange>
            <visRange><visMax><value>20/70</value></visMax><visMin><value>20/200</value></visMin></visRange>
          </visCategory>
          <visCategory><value>5</value><visRange><visMax><value>No light</value></visMax></visRange></visCategory>
        </visualImpairment>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>`;

function read(): TabularList {
  return readTabular(parseXml(LIST, 'tabular.xml'), 'FY2021');
}

describe('readTabular', () => {
  it('nests the blocks that the file lists side by side', () => {
    expect(read().blocks.map(({ id, title, parent }) => [id, title, parent])).toEqual([
      ['CH2', 'Growths (C00-D49)', null],
      ['C00-C96', 'Bad growths', 'CH2'],
      ['C73-C75', 'Growths of glands', 'C00-C96'],
      ['C7A-C7A', 'Growths of nerves and glands', 'C00-C96'],
      ['C76-C80', 'Growths elsewhere', 'C00-C96'],
      ['CH19', 'Injury (S00-T88)', null],
      ['S00-S09', 'Injuries of the head', 'CH19'],
    ]);
    expect([...read().blockOf]).toEqual([
      ['C7A', 'C7A-C7A'],
      ['C77', 'C76-C80'],
      ['S02', 'S00-S09'],
      ['S09', 'S00-S09'],
    ]);
    expect(read().titles.get('C77.0')).toBe('Growth of nodes of the neck');
  });

  it('keeps every note in the order of the book', () => {
    const notes = read().notes;
    expect(new Set(notes.map(({ confirmed }) => confirmed))).toEqual(new Set(['FY2021']));
    expect(notes.map(({ owner, kind, text }) => `${owner} ${kind}: ${text}`)).toEqual([
      'CH2 note: All growths are here',
      'C00-C96 useAdditional: code to identify:',
      'C00-C96 useAdditional: tobacco use (Z72.0)',
      'C77 excludes1: growth of the skin (C44)',
      'C77.0 inclusionTerm: Neck node',
      'C77.0 includes: a',
      'C77.0 codeFirst: b',
      'C77.0 codeAlso: , if applicable, c',
      'C77.0 excludes2: d',
      'S02 sevenChr: One of these is to be added',
      'S09 note: Category 1. Acuity: less than 6/18, 20/70; at least 6/60, 20/200',
      'S09 note: Category 5. Acuity: No light',
    ]);
  });

  it('joins the further meanings of a seventh character', () => {
    expect(read().sevenths.map(({ owner, character, meaning }) => [owner, character, meaning])).toEqual([
      ['S02', 'A', 'first, closed'],
      ['S02', 'B', 'first, open type I; first, open NOS'],
    ]);
  });

  it.each([
    '<ICD10CM.index><letter/></ICD10CM.index>',
    '<ICD10CM.tabular><version>1</version></ICD10CM.tabular>',
  ])('refuses %s', (text) => {
    expect(() => readTabular(parseXml(text, 'x.xml'), 'FY2021')).toThrow(UserError);
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026'))(`the official Tabular List of FY2021 ${corpusTag}`, () => {
  it('has every note of the file', () => {
    const xml = readFileSync(join(corpora, 'icd10cm-fy2026/icd10cm_tabular_2021.xml'), 'utf8');
    const list = readTabular(parseXml(xml, 'icd10cm_tabular_2021.xml'), 'FY2021');
    const count = (kind: string): number => list.notes.filter((note) => note.kind === kind).length;
    expect(
      ['excludes1', 'excludes2', 'codeFirst', 'useAdditional', 'codeAlso', 'includes', 'sevenChr'].map(count),
    ).toEqual([5441, 2253, 681, 1347, 352, 1015, 507]);
    expect(list.titles.size).toBe(45_017);
    expect(list.sevenths).toHaveLength(1787);
    expect(list.blocks.filter(({ kind }) => kind === 'chapter')).toHaveLength(22);
    expect(list.blocks.find(({ id }) => id === 'T20-T25')?.parent).toBe('T20-T32');
    expect(list.notes.filter(({ owner }) => owner === 'H54.8').map(({ text }) => text)).toContain(
      'Category of visual impairment 5. Visual acuity with best possible correction: No light perception',
    );
  });
});
