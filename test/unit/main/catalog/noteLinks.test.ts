import { describe, expect, it } from 'vitest';
import { findNoteLinks } from '../../../../src/main/catalog/noteLinks.ts';

const IDS = new Set(
  `A00 A08 A15 C7A C34 B95 B96 B97 D12 D44 D48 E08 E10 E11 E13 F01 F01-F99 F99 F17 I00 I10 I10-I1A I1A J00 J22 K00 N00 N07 N17 N18
   O03 O07 O08.0 O98 P35-P39 QA0 QA0.01 S02 S02.0 S06.A1 T14 T20.0 T20.4 T36 T36.0X5 T50 T82.7 T86 U07.1 Z22 Z72.0 M47.2 S72.001A`.split(
    /\s+/,
  ),
);

/** The links as "printed → target". */
function links(text: string): string[] {
  return findNoteLinks(text, (id) => IDS.has(id)).links.map(
    ({ start, end, target }) => `${text.slice(start, end)} → ${target}`,
  );
}

function unresolved(text: string): string[] {
  return findNoteLinks(text, (id) => IDS.has(id)).unresolved;
}

describe('findNoteLinks', () => {
  it.each([
    ['carrier of infectious disease (Z22.-)', ['Z22.- → Z22']],
    ['tobacco use (Z72.0)', ['Z72.0 → Z72.0']],
    ['fracture of vault (S02.0-)', ['S02.0- → S02.0']],
    ['spondylosis (M47.2.-)', ['M47.2.- → M47.2']],
    ['adverse effect (T36.0X5-)', ['T36.0X5- → T36.0X5']],
    ['infection of graft (T82.7XX-)', ['T82.7XX- → T82.7']],
    ['this fracture (S72.001A)', ['S72.001A → S72.001A']],
    ['burns (T20.0-, T20.4-)', ['T20.0- → T20.0', 'T20.4- → T20.4']],
    ['concussion (S06.A1) and disorder (QA0.01)', ['S06.A1 → S06.A1', 'QA0.01 → QA0.01']],
    ['neoplasm C7A.-', ['C7A.- → C7A']],
    ['diabetes (E08-E10, E11, E13)', ['E08 → E08', 'E10 → E10', 'E11 → E11', 'E13 → E13']],
    ['abortion (O03-O07, O08.0)', ['O03 → O03', 'O07 → O07', 'O08.0 → O08.0']],
    ['COVID-19 U07.1! with B95!', ['U07.1! → U07.1', 'B95! → B95']],
  ])('finds the codes of “%s”', (text, expected) => {
    expect(links(text)).toEqual(expected);
    expect(unresolved(text)).toEqual([]);
  });

  it('takes a range for the block of that name, else for its ends', () => {
    expect(links('perinatal (P35-P39)')).toEqual(['P35-P39 → P35-P39']);
    expect(links('hypertension (I10-I1A)')).toEqual(['I10-I1A → I10-I1A']);
    expect(links('influenza (J00-J22)')).toEqual(['J00 → J00', 'J22 → J22']);
    expect(links('glomerular diseases N00-N07')).toEqual(['N00 → N00', 'N07 → N07']);
    expect(links('drug (T36-T50 with fifth or sixth character 5)')).toEqual(['T36 → T36', 'T50 → T50']);
  });

  it('follows words that announce codes, and lists of them', () => {
    expect(links('Categories D44, and D48 classify')).toEqual(['D44 → D44', 'D48 → D48']);
    expect(links('code from category F17 to identify')).toEqual(['F17 → F17']);
    expect(links('any condition in I00 with pericarditis')).toEqual(['I00 → I00']);
    expect(links('disease (any in N17 or N18)')).toEqual(['N17 → N17', 'N18 → N18']);
  });

  it.each([
    'vitamin B12 deficiency',
    'due to B12 and T10',
    'A15 strain',
    'thyroxine T4 (T4)',
    'influenza H5N1 and O157:H7',
    'glucose-6-phosphate dehydrogenase (G6PD)',
    'Growth hormone gene 1 (GH1) defect',
    'vertebrae T11-T12',
    'P450 and HLA-B97',
  ])('lets “%s” be', (text) => {
    expect(links(text)).toEqual([]);
    expect(unresolved(text)).toEqual([]);
  });

  it('reports what is written as a code and does not exist', () => {
    expect(unresolved('other disorder (G31.90)')).toEqual(['G31.90']);
    expect(unresolved('conditions in K00-K93')).toEqual(['K93']);
    expect(links('conditions in K00-K93')).toEqual(['K00 → K00']);
    expect(unresolved('gone (X99)')).toEqual(['X99']);
  });
});
