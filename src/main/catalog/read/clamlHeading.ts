/** Which release of which system a ClaML document is. */
import type { UserError } from '../../errors.ts';
import type { Release } from '../release.ts';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

export type Heading = Pick<Release, 'system' | 'version' | 'title' | 'language' | 'validFrom' | 'validTo'>;

/** Makes the error that names what is wrong in the file, at a line or at its root. */
export type Refuse = (reason: string, line?: number) => UserError;

/** German systems come out for a calendar year; the others hold until their next edition. */
const ANNUAL = new Set(['icd-10-gm', 'ops']);

const OPEN_END = '9999-12-31';

const KNOWN_TITLES: ReadonlyMap<string, string> = new Map([
  ['icd-10-gm', 'ICD-10-GM'],
  ['icd-10', 'ICD-10'],
  ['ops', 'OPS'],
  ['icf', 'ICF'],
]);

/** The value of a Meta, by its name whatever its case. */
export function metaOf(element: XmlElement, name: string): string | undefined {
  return childrenOf(element, 'Meta').find(
    ({ attributes }) => attributes['name']?.toLowerCase() === name.toLowerCase(),
  )?.attributes['value'];
}

/**
 * What a ClaML document says of itself.
 *
 * @throws UserError, made by `refuse`, where it states no title, version or time
 */
export function readHeading(root: XmlElement, refuse: Refuse): Heading {
  const title = childOf(root, 'Title');
  if (!title) throw refuse('it has no Title');
  const name = (title.attributes['name'] ?? '').trim() || textOf(title);
  if (name === '') throw refuse('its Title is empty', title.line);
  const date = isoDate(title.attributes['date']);
  const year = /(?:19|20)\d\d/.exec(`${title.attributes['version'] ?? ''} ${name}`)?.[0] ?? date?.slice(0, 4);
  const version = (title.attributes['version'] ?? year ?? '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 31);
  if (version === '') throw refuse('its Title states no version', title.line);
  const authorities = childrenOf(root, 'Identifier').map(({ attributes }) => attributes['authority']);
  const system = systemOf(name, authorities.includes('WHO'));
  if (system === '') throw refuse(`its Title has a name without letters, ${name}`, title.line);
  const validFrom = isoDate(metaOf(root, 'validFrom')) ?? (year === undefined ? undefined : `${year}-01-01`);
  if (validFrom === undefined) throw refuse('its Title states neither a year nor a date', title.line);
  return {
    system,
    version,
    title: KNOWN_TITLES.get(system) ?? name,
    language: metaOf(root, 'lang') ?? firstLanguage(root) ?? 'und',
    validFrom,
    validTo:
      isoDate(metaOf(root, 'validTo')) ?? (ANNUAL.has(system) ? `${validFrom.slice(0, 4)}-12-31` : OPEN_END),
  };
}

/** The name of the system in the catalogue, at most 31 letters, digits and hyphens. */
function systemOf(name: string, fromWho: boolean): string {
  if (/^ICD-?10-?GM\b/i.test(name)) return 'icd-10-gm';
  if (/^OPS\b/i.test(name)) return 'ops';
  if (/^ICF\b/i.test(name)) return 'icf';
  if (/^ICD-?10(-(WHO|EN))?(-?\d{4})?$/i.test(name) || (fromWho && /^ICD-?10\b/i.test(name))) return 'icd-10';
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-?(19|20)\d\d$/, '')
    .slice(0, 31)
    .replace(/^-+|-+$/g, '');
}

/** A day as 2024-09-13 or 20240913, in the first form; undefined for anything else. */
function isoDate(text: string | undefined): string | undefined {
  const parts = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text?.trim() ?? '');
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : undefined;
}

/** The language of the first label of a class. */
function firstLanguage(root: XmlElement): string | undefined {
  for (const element of childrenOf(root, 'Class')) {
    const rubric = childOf(element, 'Rubric');
    const language = rubric && childOf(rubric, 'Label')?.attributes['xml:lang'];
    if (language) return language;
  }
  return undefined;
}
