import type { Language } from '../../shared/chart.ts';
import type { MentionContext } from '../../shared/coding.ts';
import type { Layout, NotePart } from './layout.ts';
import { MENTION_FEATURES, type Mention, type MentionFinder } from './mentions.ts';
import { Rivals } from './rivals.ts';

/** Words that speak for a code, with the mention model's probability that a coder would mark them for it. */
export interface ScoredMention extends Mention {
  score: number;
}

/** A code under consideration for one document. */
export interface Candidate {
  code: string;
  /** Values in the order of {@link FEATURES}. */
  features: Float32Array;
  /** Best first. */
  mentions: ScoredMention[];
}

/** Mention features of a code's best mention that the fusion sees as they are. */
const OF_BEST_MENTION = [
  'phrase.precision',
  'phrase.documents',
  'phrase.share',
  'phrase.annotated',
  'phrase.written',
  'phrase.gaps',
  'phrase.coverage',
  'side',
  'side.derived',
  'catalogue.coverage',
  'catalogue.mass',
  'catalogue.words',
  'catalogue.lead',
  'catalogue.rivals',
  'span.words',
  'span.characters',
  'cover.phrase',
  'cover.written',
  'rival.precision',
  'rival.written',
  'place',
  'tag.first',
  'tag.inside',
] as const satisfies readonly (typeof MENTION_FEATURES)[number][];

const PARTS = ['assessment', 'past', 'narrative', 'findings'] as const satisfies readonly NotePart[];
const NOT_AFFIRMED = ['negated', 'family', 'history', 'uncertain', 'hypothetical', 'planned'] as const;

/**
 * What the fusion sees of a candidate. The order is part of the model pack's contract: fusion.onnx
 * was fitted on exactly these columns.
 */
export const FEATURES = [
  ...OF_BEST_MENTION,
  'mention.best',
  'mention.second',
  'mention.noisyOr',
  'mention.count',
  'mention.places',
  'mention.rival',
  'phrase.best',
  'phrase.noisyOr',
  'catalogue.best',
  'category.mention',
  'category.model',
  ...NOT_AFFIRMED,
  'visit',
  ...PARTS,
  'assessment.column',
  'assessment.uncertain',
  'problem.diagnosis',
  'problem.other',
  'chapter.symptom',
  'chapter.status',
  'chapter.cause',
  'prior',
  'prior.category',
  'model.logit',
  'model.rank',
  'spanish',
  'words',
] as const;
type Feature = (typeof FEATURES)[number];
const COLUMN = Object.fromEntries(FEATURES.map((name, column) => [name, column])) as Record<Feature, number>;
const MENTION_COLUMN = Object.fromEntries(MENTION_FEATURES.map((name, column) => [name, column])) as Record<
  (typeof MENTION_FEATURES)[number],
  number
>;

/** Codes that the label attention alone brings in. */
const MODEL_CODES = 30;
/** Stands for the logit of a code that has no label of its own. */
const NO_LOGIT = -20;
const NO_RANK = 999;
/** Mentions at least this probable are counted. */
const LIKELY = 0.3;

/** A candidate's features as they would be had the text said nothing of the code but what it affirms. */
export function affirmedOnly(features: Float32Array): Float32Array {
  const affirmed = features.slice();
  for (const name of [...NOT_AFFIRMED, 'assessment.uncertain'] as const) affirmed[COLUMN[name]] = 0;
  return affirmed;
}

/**
 * Gathers a document's mentions by code, adds the codes that the label attention finds likeliest, and
 * computes what the fusion sees of each.
 *
 * @param logits label-attention logit of each code that has a label
 * @param count words of the document
 */
export function candidatesOf(
  mentions: readonly ScoredMention[],
  logits: ReadonlyMap<string, number>,
  finder: Pick<MentionFinder, 'prior' | 'categoryPrior'>,
  document: { language: Language; layout: Layout },
): Candidate[] {
  const ranks = new Map([...logits].sort((a, b) => b[1] - a[1]).map(([code], rank) => [code, rank] as const));
  const byCode = new Map<string, ScoredMention[]>();
  for (const mention of mentions) {
    const own = byCode.get(mention.code);
    if (own) own.push(mention);
    else byCode.set(mention.code, [mention]);
  }
  for (const [code, rank] of ranks) if (rank < MODEL_CODES && !byCode.has(code)) byCode.set(code, []);

  const { layout } = document;
  const count = layout.line.length;
  const rivals = new Rivals(count);
  for (const { code, from, to, score, context } of mentions) {
    if (context === 'affirmed') rivals.claim(code, from, to, score);
  }
  const problems = problemsOf(mentions, layout);
  const candidates = [...byCode].map(([code, own]): Candidate => {
    own.sort((a, b) => b.score - a.score || a.from - b.from || a.to - b.to);
    const features = new Float32Array(FEATURES.length);
    const set = (feature: Feature, value: number): void => {
      features[COLUMN[feature]] = value;
    };
    const affirmed = own.filter(({ context }) => context === 'affirmed');
    const best = affirmed[0];
    for (const name of OF_BEST_MENTION) set(name, best?.features[MENTION_COLUMN[name]] ?? NaN);
    set('mention.best', best?.score ?? 0);
    set('mention.second', affirmed[1]?.score ?? 0);
    set('mention.noisyOr', 1 - affirmed.reduce((none, { score }) => none * (1 - score), 1));
    set('mention.count', affirmed.filter(({ score }) => score >= LIKELY).length);
    set('mention.places', affirmed.length);
    set('mention.rival', best ? rivals.over(code, best.from, best.to) : 0);
    const precisions = affirmed.map(({ features: f }) => f[MENTION_COLUMN['phrase.precision']] ?? 0);
    set('phrase.best', Math.max(0, ...precisions));
    set('phrase.noisyOr', 1 - precisions.reduce((none, precision) => none * (1 - precision), 1));
    set(
      'catalogue.best',
      Math.max(0, ...affirmed.map(({ features: f }) => f[MENTION_COLUMN['catalogue.coverage']] ?? 0)),
    );
    for (const context of NOT_AFFIRMED) set(context, bestIn(own, context));
    set('visit', Number(layout.visit));
    setParts(code, affirmed, own);
    set('prior', finder.prior(code));
    set('prior.category', finder.categoryPrior(code));
    set('model.logit', logits.get(code) ?? NO_LOGIT);
    set('model.rank', ranks.get(code) ?? NO_RANK);
    set('spanish', document.language === 'es' ? 1 : 0);
    set('words', Math.log1p(count));
    return { code, features, mentions: own };

    /** Where in a visit note the code is named, and what else the same problem names. */
    function setParts(code: string, affirmed: readonly ScoredMention[], all: readonly ScoredMention[]): void {
      const symptom = isSymptom(code);
      set('chapter.symptom', Number(symptom));
      set('chapter.status', Number(code.startsWith('Z')));
      set('chapter.cause', Number(/^[V-Y]/.test(code)));
      if (!layout.visit) return;
      for (const part of PARTS) {
        set(part, affirmed.find(({ from }) => layout.part[from] === part)?.score ?? 0);
      }
      const assessed = affirmed.find(({ from }) => layout.part[from] === 'assessment');
      set('assessment.column', assessed ? (layout.column[assessed.from] ?? 0) : NaN);
      set(
        'assessment.uncertain',
        all.find(({ from, context }) => context === 'uncertain' && layout.part[from] === 'assessment')
          ?.score ?? 0,
      );
      const problem = assessed && problems.get(layout.line[assessed.from] ?? 0);
      set('problem.diagnosis', problem ? bestOf(problem, (other) => other !== code && !isSymptom(other)) : 0);
      set('problem.other', problem ? bestOf(problem, (other) => other !== code) : 0);
    }
  });
  for (const members of Map.groupBy(candidates, ({ code }) => code.slice(0, 3)).values()) {
    for (const candidate of members) {
      const most = (feature: Feature, floor: number): number =>
        members.reduce(
          (value, other) =>
            other === candidate ? value : Math.max(value, other.features[COLUMN[feature]] ?? floor),
          floor,
        );
      candidate.features[COLUMN['category.mention']] = most('mention.best', 0);
      candidate.features[COLUMN['category.model']] = most('model.logit', NO_LOGIT);
    }
  }
  return candidates;
}

function bestIn(mentions: readonly ScoredMention[], context: MentionContext): number {
  return mentions.find((mention) => mention.context === context)?.score ?? 0;
}

function isSymptom(code: string): boolean {
  return code.startsWith('R');
}

function bestOf(scores: ReadonlyMap<string, number>, of: (code: string) => boolean): number {
  let most = 0;
  for (const [code, score] of scores) if (of(code)) most = Math.max(most, score);
  return most;
}

/** For each line of the assessment, the codes that it names for the patient, with the score of their best mention. */
function problemsOf(
  mentions: readonly ScoredMention[],
  { part, line }: Layout,
): Map<number, Map<string, number>> {
  const problems = new Map<number, Map<string, number>>();
  for (const { code, from, score, context } of mentions) {
    if (part[from] !== 'assessment' || context !== 'affirmed') continue;
    const problem = problems.get(line[from] ?? 0) ?? new Map<string, number>();
    problems.set(line[from] ?? 0, problem);
    problem.set(code, Math.max(problem.get(code) ?? 0, score));
  }
  return problems;
}
