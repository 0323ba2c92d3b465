/** ClaML 2.0 (EN 14463, ISO 13120:2013) and 3.0 (ISO 13120:2019): how ICD-10-GM, OPS, ICF and WHO's ICD-10 are published. */
import { UserError } from '../../errors.ts';
import type { Note, NoteKind, Release, ReportLine } from '../release.ts';
import { metaOf, readHeading, type Heading, type Refuse } from './clamlHeading.ts';
import { rubricLines, type LabelSettings } from './clamlLabel.ts';
import {
  isDotted,
  joinTitles,
  modify,
  type Modified,
  type ModifiedBy,
  type ModifierClass,
} from './clamlModifiers.ts';
import { childrenOf, type XmlElement } from './xml.ts';

/** What a ClaML file tells of a release. */
export type ReleaseParts = Pick<
  Release,
  | 'system'
  | 'version'
  | 'title'
  | 'language'
  | 'validFrom'
  | 'validTo'
  | 'codes'
  | 'blocks'
  | 'notes'
  | 'sevenths'
  | 'index'
  | 'report'
>;

interface ClamlClass {
  code: string;
  element: XmlElement;
  /** A chapter, block or the like, as against a code. */
  isBlock: boolean;
  /** What its SuperClass elements name. */
  superClasses: string[];
  subClasses: string[];
  title: string;
}

interface Modifier {
  element: XmlElement;
  /** Ordered by their codes, so that each follows the one above it. */
  classes: ModifierClass[];
}

/** The classes of a file in their hierarchy. */
interface Tree {
  roots: ClamlClass[];
  childrenOf: ReadonlyMap<string, ClamlClass[]>;
}

const NOTE_KINDS: ReadonlyMap<string, NoteKind> = new Map([
  ['exclusion', 'excludes'],
  ['definition', 'definition'],
  ['coding-hint', 'note'],
  ['footnote', 'note'],
  ['introduction', 'note'],
  ['modifierlink', 'note'],
  ['note', 'note'],
  ['text', 'note'],
]);
const TITLE_KINDS = new Set(['preferred', 'preferredLong', 'preferredAbbreviated']);

/** The kinds of usage in words: what the mark behind a code says in print. */
const USAGE_NOTES: ReadonlyMap<string, { de: string; en: string }> = new Map([
  [
    'aster',
    {
      de: 'Stern-Schlüsselnummer (*): nur zusätzlich zu einer Kreuz-Schlüsselnummer zu verwenden',
      en: 'Asterisk code (*): only in addition to a dagger code',
    },
  ],
  [
    'dagger',
    {
      de: 'Kreuz-Schlüsselnummer (†): die Manifestation wird mit einer Stern-Schlüsselnummer angegeben',
      en: 'Dagger code (†): an asterisk code tells the manifestation',
    },
  ],
  [
    'optional',
    {
      de: 'Ausrufezeichen-Schlüsselnummer (!): nur zusätzlich zu einer Primär-Schlüsselnummer zu verwenden',
      en: 'Optional code (!): only in addition to a primary code',
    },
  ],
]);

/** What the metadata of OPS say of a code, in words; their value is J or N. */
const OPS_NOTES: [name: RegExp, text: string][] = [
  [/^Seite/i, 'Seitenangabe erforderlich'],
  [/^ZusatzK$/i, 'Zusatzkode: nur zusätzlich zu einem anderen Kode anzugeben'],
  [/^EinmalK$/i, 'Einmalkode: nur einmal pro stationärem Aufenthalt anzugeben'],
];

/** WHO's activity code, a supplementary character for every external cause that is reported apart. */
const SUPPLEMENTARY = 'S20V01T_5';

/**
 * Reads a classification from its ClaML document.
 *
 * Codes that modifiers make are rows like those with a class of their own; a class of its own goes
 * before the same code made by a modifier. Billable are the codes with none below them that § 295 or
 * § 301 SGB V (metadata Para295, Para301 other than V) admit; in ICF all categories, for the level of
 * detail is the coder's choice (ICF, annex 2); in WHO's ICD-10 also those whose only codes below have an
 * optional fifth character. Inclusions are inclusion terms of such codes, and includes of all above.
 * `sevenths` stays empty: no code is left for a reader to complete. What cannot be taken over is in
 * `report`, each with its line.
 *
 * @param name name of the file, for messages
 * @throws UserError where it is not ClaML 2 or 3, states no title, version or time, defines a code
 * twice, has classes above one another in a circle, uses a modifier it does not define, or has no code
 */
export function readClaml(root: XmlElement, name: string): ReleaseParts {
  const refuse = (reason: string, line = root.line): UserError =>
    new UserError(
      `${name} is not a usable ClaML file: line ${line}: ${reason}.`,
      'Get the file again from the authority that publishes the classification.',
    );
  const version = root.attributes['version'] ?? '';
  if (root.name !== 'ClaML') {
    throw refuse(`it begins with ${root.name}, not with ClaML`);
  }
  if (!/^[23](\.|$)/.test(version)) {
    throw new UserError(
      `${name} is in ${version === '' ? 'an unnamed version' : `version ${version}`} of ClaML.`,
      'Get the classification in ClaML 2 or 3; other versions cannot be read.',
    );
  }
  const heading = readHeading(root, refuse);
  const report: ReportLine[] = [];
  const doubt = (element: XmlElement, text: string, reason: string): void =>
    void report.push({ source: name, place: `line ${element.line}`, text, reason });

  const settings = labelSettings(root, heading.language);
  const titleOf = (element: XmlElement, fallback: string): string => {
    const title = readTitle(element, settings);
    if (title === '') doubt(element, fallback, 'it has no preferred title; its code stands for it');
    return title || fallback;
  };
  const classes = readClasses(root, titleOf, refuse);
  const modifiers = readModifiers(root, titleOf, refuse);
  const tree = arrange(classes, root, doubt, refuse);
  const parts = { codes: [], blocks: [], notes: [] };
  fill(parts, { heading, classes, modifiers, tree, settings, doubt, refuse });
  if (parts.codes.length === 0) throw refuse('it has no class that is a code');
  return { ...heading, ...parts, sevenths: [], index: [], report };
}

type Doubt = (element: XmlElement, text: string, reason: string) => void;
type TitleOf = (element: XmlElement, fallback: string) => string;

/** An attribute that a file cannot do without. */
function required(element: XmlElement, attribute: string, refuse: Refuse): string {
  const value = element.attributes[attribute]?.trim() ?? '';
  if (value === '') throw refuse(`${element.name} has no ${attribute}`, element.line);
  return value;
}

function codesOf(element: XmlElement, children: string): string[] {
  return childrenOf(element, children).map(({ attributes }) => attributes['code'] ?? '');
}

function labelSettings(root: XmlElement, language: string): LabelSettings {
  const kinds = childrenOf(root, 'UsageKinds').flatMap((kinds) => childrenOf(kinds, 'UsageKind'));
  const owners = [
    ...childrenOf(root, 'Class'),
    ...childrenOf(root, 'Modifier'),
    ...childrenOf(root, 'ModifierClass'),
  ];
  return {
    language,
    // The files write the dagger as a plus sign; print has always had the dagger.
    marks: new Map(
      kinds.map(({ attributes: { name, mark } }) => [name ?? '', mark === '+' ? '†' : (mark ?? '')]),
    ),
    rubrics: new Map(
      owners
        .flatMap((owner) => childrenOf(owner, 'Rubric'))
        .flatMap((rubric) => (rubric.attributes['id'] ? [[rubric.attributes['id'], rubric]] : [])),
    ),
  };
}

function readTitle(element: XmlElement, settings: LabelSettings): string {
  const rubrics = childrenOf(element, 'Rubric');
  const rubric =
    rubrics.find(({ attributes }) => attributes['kind'] === 'preferredLong') ??
    rubrics.find(({ attributes }) => attributes['kind'] === 'preferred');
  return rubric ? rubricLines(rubric, settings).join(' ') : '';
}

function readClasses(root: XmlElement, titleOf: TitleOf, refuse: Refuse): Map<string, ClamlClass> {
  const classes = new Map<string, ClamlClass>();
  for (const element of childrenOf(root, 'Class')) {
    const code = required(element, 'code', refuse);
    const kind = required(element, 'kind', refuse);
    const earlier = classes.get(code);
    if (earlier) {
      throw refuse(`${code} is defined again, first in line ${earlier.element.line}`, element.line);
    }
    classes.set(code, {
      code,
      element,
      isBlock: /(chapter|block|component|section|group)$/i.test(kind),
      superClasses: codesOf(element, 'SuperClass'),
      subClasses: codesOf(element, 'SubClass'),
      title: titleOf(element, code),
    });
  }
  return classes;
}

function readModifiers(root: XmlElement, titleOf: TitleOf, refuse: Refuse): Map<string, Modifier> {
  const modifiers = new Map<string, Modifier>();
  for (const element of childrenOf(root, 'Modifier')) {
    modifiers.set(required(element, 'code', refuse), { element, classes: [] });
  }
  for (const element of childrenOf(root, 'ModifierClass')) {
    const code = required(element, 'code', refuse);
    const modifier = required(element, 'modifier', refuse);
    const owner = modifiers.get(modifier);
    if (!owner) {
      throw refuse(`its class ${code} is of modifier ${modifier}, which is not defined`, element.line);
    }
    if (owner.classes.some((other) => other.code === code)) {
      throw refuse(`${code} is defined again in modifier ${modifier}`, element.line);
    }
    const above = codesOf(element, 'SuperClass')[0];
    const notAfter = childrenOf(element, 'Meta')
      .filter(({ attributes }) => attributes['name'] === 'excludeOnPrecedingModifier')
      .map(({ attributes }) => (attributes['value'] ?? '').trim().split(/\s+/))
      .map(([modifier = '', code = '']) => ({ modifier, code }));
    owner.classes.push({
      code,
      modifier,
      parent: above === undefined || above === modifier ? null : above,
      title: titleOf(element, code),
      notAfter,
      element,
    });
  }
  for (const [modifier, { element, classes }] of modifiers) {
    for (const { code, parent, element } of classes) {
      const continues =
        parent === null || classes.some((other) => other.code === parent && code.startsWith(parent));
      if (!continues) {
        throw refuse(`${code} of modifier ${modifier} does not continue ${parent} above it`, element.line);
      }
    }
    if (classes.length === 0) throw refuse(`modifier ${modifier} has no classes`, element.line);
    classes.sort((a, b) => (a.code < b.code ? -1 : 1));
  }
  return modifiers;
}

/**
 * Puts the classes into their hierarchy. A class stands below the first of its SuperClass elements
 * that is defined, else below the class that names it as SubClass; classes stand in the order of the
 * SubClass elements, chapters in that of the file's TopLevelSort.
 */
function arrange(
  classes: ReadonlyMap<string, ClamlClass>,
  root: XmlElement,
  doubt: Doubt,
  refuse: Refuse,
): Tree {
  const named = new Map<string, ClamlClass>();
  for (const parent of classes.values()) {
    for (const code of parent.subClasses) {
      if (!classes.has(code)) doubt(parent.element, parent.code, `its SubClass ${code} is not defined`);
      else if (!named.has(code)) named.set(code, parent);
    }
  }
  const roots: ClamlClass[] = [];
  const below = new Map<string, ClamlClass[]>();
  for (const current of classes.values()) {
    const [above, ...others] = current.superClasses.filter((code) => classes.has(code));
    if (others.length > 0) {
      doubt(
        current.element,
        current.code,
        `it is shown below ${above} alone, not below ${others.join(', ')}`,
      );
    }
    const parent = above ?? named.get(current.code)?.code;
    if (parent !== undefined) {
      const siblings = below.get(parent);
      if (siblings) siblings.push(current);
      else below.set(parent, [current]);
    } else if (current.superClasses.length > 0) {
      doubt(
        current.element,
        current.code,
        `it is left out with all below it: its SuperClass ${current.superClasses.join(', ')} is not defined`,
      );
    } else {
      roots.push(current);
    }
  }
  for (const [code, children] of below) sortBy(children, classes.get(code)?.subClasses ?? []);
  sortBy(roots, metaOf(root, 'TopLevelSort')?.trim().split(/\s+/) ?? []);
  refuseCircles(classes, below, refuse);
  return { roots, childrenOf: below };
}

/** Sorts by the place in a list of codes; those that are not in it keep their order behind the rest. */
function sortBy(classes: ClamlClass[], order: readonly string[]): void {
  const places = new Map(order.map((code, place) => [code, place]));
  const placeOf = ({ code }: ClamlClass): number => places.get(code) ?? order.length;
  classes.sort((a, b) => placeOf(a) - placeOf(b));
}

function refuseCircles(
  classes: ReadonlyMap<string, ClamlClass>,
  below: ReadonlyMap<string, readonly ClamlClass[]>,
  refuse: Refuse,
): void {
  const parents = new Map(
    [...below].flatMap(([code, children]) => children.map((child) => [child.code, code])),
  );
  const sound = new Set<string>();
  for (const start of classes.values()) {
    const path = new Set<string>();
    let code: string | undefined = start.code;
    while (code !== undefined && !sound.has(code)) {
      if (path.has(code)) throw refuse([...path, code].join(' is below '), start.element.line);
      path.add(code);
      code = parents.get(code);
    }
    for (const passed of path) sound.add(passed);
  }
}

interface Sources {
  heading: Heading;
  classes: ReadonlyMap<string, ClamlClass>;
  modifiers: ReadonlyMap<string, Modifier>;
  tree: Tree;
  settings: LabelSettings;
  doubt: Doubt;
  refuse: Refuse;
}

/** What a class hands down to the classes below it. */
interface Above {
  /** The code above; null below a block. */
  code: string | null;
  title: string;
  block: string | null;
  modifiedBy: readonly ModifiedBy[];
  usage: string | undefined;
}

/** Walks the tree from the chapters down, so that parents stand before their children. */
function fill(parts: Pick<Release, 'codes' | 'blocks' | 'notes'>, sources: Sources): void {
  const { heading, classes, tree, settings, doubt } = sources;
  const { system, version: confirmed } = heading;
  const unknown = new Set<string>();
  const exists = (code: string): boolean => classes.has(code);

  const addNotes = (owner: string, element: XmlElement, inclusion: NoteKind): void => {
    for (const rubric of childrenOf(element, 'Rubric')) {
      const kind = rubric.attributes['kind'] ?? '';
      if (TITLE_KINDS.has(kind)) continue;
      if (kind !== 'inclusion' && !NOTE_KINDS.has(kind) && !unknown.has(kind)) {
        unknown.add(kind);
        doubt(rubric, kind, 'rubrics of this kind are taken over as notes');
      }
      const noteKind = kind === 'inclusion' ? inclusion : (NOTE_KINDS.get(kind) ?? 'note');
      for (const text of rubricLines(rubric, settings))
        parts.notes.push({ owner, kind: noteKind, text, confirmed });
    }
  };
  const addSigns = (owner: string, element: XmlElement, usageAbove: string | undefined): void => {
    const usage = element.attributes['usage'];
    const texts = usage === usageAbove ? undefined : USAGE_NOTES.get(usage ?? '');
    const signs = texts ? [heading.language.startsWith('de') ? texts.de : texts.en] : [];
    if (system === 'ops') {
      for (const { attributes } of childrenOf(element, 'Meta')) {
        const known = OPS_NOTES.find(([name]) => name.test(attributes['name'] ?? ''));
        if (known && !/^N?$/i.test(attributes['value'] ?? '')) signs.push(known[1]);
      }
    }
    parts.notes.push(...signs.map((text): Note => ({ owner, kind: 'note', text, confirmed })));
  };
  /** A code without others below it; in WHO's ICD-10 a fifth character is left to the coder. */
  const isTerminal = (made: readonly Modified[]): boolean =>
    made.length === 0 || (system === 'icd-10' && made.every(({ code }) => /\.\w\w/.test(code)));
  const addModified = (made: Modified, parent: string, usageAbove: string | undefined): void => {
    const { code, title, children } = made;
    const { element } = made.by;
    const billable = isTerminal(children);
    parts.codes.push({ code, title, billable, parent, block: null, poaExempt: false, since: null });
    addNotes(code, element, billable ? 'inclusionTerm' : 'includes');
    addSigns(code, element, usageAbove);
    for (const child of children) addModified(child, code, element.attributes['usage'] ?? usageAbove);
  };
  /** Of ICF's qualifiers and WHO's activity code, which make no rows, the choices stand as notes. */
  const makesCodes = ({ modifier }: ModifiedBy): boolean => system !== 'icf' && modifier !== SUPPLEMENTARY;
  const addModifierNotes = (owner: string, by: ModifiedBy, { element }: Modifier): void => {
    addNotes(owner, element, 'note');
    if (makesCodes(by)) return;
    const texts = by.classes.map(({ code, title }) => `${code} ${title}`);
    parts.notes.push(...texts.map((text): Note => ({ owner, kind: 'note', text, confirmed })));
  };

  const addClass = (current: ClamlClass, above: Above): void => {
    const { code, element } = current;
    const isBlock = current.isBlock && above.code === null;
    if (current.isBlock && !isBlock)
      doubt(element, code, `it is taken for a code: it stands below ${above.code}`);
    const own = readModifiedBy(current, above.modifiedBy, sources);
    const excluded = new Set(codesOf(element, 'ExcludeModifier'));
    const modifiedBy = [
      ...above.modifiedBy.filter(({ modifier }) => own.every((by) => by.modifier !== modifier)),
      ...own,
    ].filter(({ modifier }) => !excluded.has(modifier));
    const children = tree.childrenOf.get(code) ?? [];
    // In OPS a code with a dot only continues the title above it: "Entfernung: Offen".
    const continues = system === 'ops' && !isBlock && code.includes('.');
    const title = continues ? joinTitles(above.title, current.title) : current.title;
    // A class with classes below it hands its modifiers down, but for its own that bring the dot.
    const isModified = children.length === 0 || (own.some(isDotted) && !code.includes('.'));
    const made = isBlock || !isModified ? [] : modify({ code, title }, modifiedBy.filter(makesCodes), exists);
    const terminal = children.length === 0 && isTerminal(made);

    if (isBlock) {
      const isChapter = above.block === null || /chapter$/i.test(element.attributes['kind'] ?? '');
      parts.blocks.push({ id: code, kind: isChapter ? 'chapter' : 'block', title, parent: above.block });
    } else {
      parts.codes.push({
        code,
        title,
        billable: system === 'icf' || (terminal && isAdmitted(element)),
        parent: above.code,
        block: above.code === null ? above.block : null,
        poaExempt: false,
        since: null,
      });
    }
    addNotes(code, element, isBlock || !terminal ? 'includes' : 'inclusionTerm');
    addSigns(code, element, above.usage);
    for (const by of own) addModifierNotes(code, by, modifierOf(by.modifier, current, sources));
    const handedDown: Above = {
      code: isBlock ? null : code,
      title,
      block: isBlock ? code : above.block,
      modifiedBy,
      usage: element.attributes['usage'] ?? above.usage,
    };
    const rows = [
      ...children.map((child) => ({ code: child.code, add: () => addClass(child, handedDown) })),
      ...made.map((child) => ({ code: child.code, add: () => addModified(child, code, handedDown.usage) })),
    ];
    if (children.length > 0 && made.length > 0) rows.sort((a, b) => (a.code < b.code ? -1 : 1));
    for (const row of rows) row.add();
  };

  const top: Above = { code: null, title: '', block: null, modifiedBy: [], usage: undefined };
  for (const root of tree.roots) addClass(root, top);
}

/** Whether the code may be used for billing under § 295 or § 301 SGB V; a file that tells neither admits all. */
function isAdmitted(element: XmlElement): boolean {
  const uses = ['Para295', 'Para301'].flatMap((name) => metaOf(element, name) ?? []);
  return uses.length === 0 || uses.some((use) => use !== 'V');
}

function modifierOf(
  code: string,
  { code: owner, element }: ClamlClass,
  { modifiers, refuse }: Sources,
): Modifier {
  const modifier = modifiers.get(code);
  if (!modifier) throw refuse(`${owner} is modified by ${code}, which is not defined`, element.line);
  return modifier;
}

/**
 * The modifiers that a class itself names, each with its classes that are valid there. WHO's files have
 * categories that only say so in print (a rubric "modifierlink" with a reference); that counts too.
 */
function readModifiedBy(
  current: ClamlClass,
  inherited: readonly ModifiedBy[],
  sources: Sources,
): ModifiedBy[] {
  const { modifiers, doubt, refuse } = sources;
  const found = childrenOf(current.element, 'ModifiedBy').map((element) => {
    const code = required(element, 'code', refuse);
    const all = modifierOf(code, current, sources).classes;
    const named = codesOf(element, 'ValidModifierClass');
    for (const missing of named.filter((name) => all.every((choice) => choice.code !== name))) {
      doubt(element, current.code, `${missing} is not in modifier ${code}; its code is not made`);
    }
    const restricted = named.length > 0 || element.attributes['all'] === 'false';
    if (restricted && named.length === 0) {
      doubt(element, current.code, `no class of modifier ${code} is valid here; no codes are made`);
    }
    const valid = new Set(named);
    // The class above a valid one is needed as its header; from the last, so that it is reached after those below it.
    for (const { code, parent } of all.toReversed()) {
      if (parent !== null && valid.has(code)) valid.add(parent);
    }
    const position = Number(element.attributes['position']);
    return {
      modifier: code,
      classes: restricted ? all.filter((choice) => valid.has(choice.code)) : all,
      position: Number.isInteger(position) && position > 0 ? position : null,
    };
  });
  if (found.length > 0 || current.isBlock) return found;
  const linked = childrenOf(current.element, 'Rubric')
    .filter(({ attributes }) => attributes['kind'] === 'modifierlink')
    .flatMap((rubric) => childrenOf(rubric, 'Label'))
    .flatMap((label) => codesOf(label, 'Reference'))
    .filter((code) => modifiers.has(code) && inherited.every(({ modifier }) => modifier !== code));
  return [...new Set(linked)].map((code) => {
    doubt(
      current.element,
      current.code,
      `it is modified by ${code} for its modifierlink, without a ModifiedBy`,
    );
    return { modifier: code, classes: modifierOf(code, current, sources).classes, position: null };
  });
}
