import type { ChartDocument } from '../../shared/chart.ts';
import type { ChartCoding, PhysicianQuery, QueryDraft } from '../../shared/coding.ts';
import { queryProblems, queryProblemText } from '../../shared/query.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { UserError } from '../errors.ts';
import type { Act } from '../ledger/ledger.ts';
import { checkEvidence, inRelease } from './acts.ts';

type QueryAct = Pick<Act, 'action'> & Partial<Omit<Act, 'action' | 'chart'>>;

/**
 * Checks a query to the physician and makes the act that sends it.
 * @throws UserError where it quotes what does not stand in the chart, leads to an answer, or speaks of
 * payment or quality scores
 */
export function queryAct(
  query: QueryDraft,
  grounds: {
    documents: readonly Pick<ChartDocument, 'id' | 'text'>[];
    catalog: Pick<Catalog, 'lookUp' | 'version'>;
  },
): QueryAct {
  checkEvidence(query.indicators, grounds);
  const [problem] = queryProblems(query);
  if (problem) {
    const { message, remedy } = queryProblemText(problem);
    throw new UserError(message, remedy);
  }
  const about = query.about === null ? null : inRelease(query.about, grounds);
  return { action: 'query', code: about?.code ?? null, title: about?.title ?? null, details: { query } };
}

/**
 * The act that records the physician's answer to an open query.
 * @throws UserError where there is no such open query
 */
export function answerAct(coding: ChartCoding, entry: number, answer: string): QueryAct {
  return { action: 'answer', ...aboutOf(openQuery(coding, entry)), details: { answer } };
}

/**
 * The act that takes an open query back.
 * @throws UserError where there is no such open query
 */
export function withdrawAct(coding: ChartCoding, entry: number): QueryAct {
  return { action: 'withdraw', ...aboutOf(openQuery(coding, entry)) };
}

function openQuery({ queries }: ChartCoding, entry: number): PhysicianQuery {
  const query = queries.find((each) => each.entry === entry);
  if (!query) throw new UserError('There is no such query in this chart.', 'Open the chart again.');
  if (query.state !== 'open') {
    throw new UserError(
      `The query was ${query.state} already.`,
      'Send another if something is still unclear.',
    );
  }
  return query;
}

function aboutOf({ entry, about }: PhysicianQuery): Pick<Act, 'target' | 'code'> {
  return { target: entry, code: about };
}
