import type { EncounterType } from '../../shared/chart.ts';
import { isFinal, type ChartWork } from '../../shared/coding.ts';
import type { Activity } from '../charts/store.ts';
import type { BriefDecision, Standing } from './standings.ts';

/** What the account needs to know of a chart. */
export interface WorkChart {
  id: string;
  name: string;
  type: EncounterType | null;
}

/**
 * What each person did to each chart since a day, the latest first. A decision counts for whoever made it
 * and only while it stands; `changed` counts the codes chosen instead of a suggested one and `added` those
 * without, so that with `accepted` they make up `finalCodes`.
 *
 * @param since ISO date, that day included
 * @param dayOf the local day of a time, as an ISO date
 */
export function workOf(
  charts: readonly WorkChart[],
  standings: ReadonlyMap<string, Standing>,
  activity: readonly Activity[],
  since: string,
  dayOf: (at: string) => string,
): ChartWork[] {
  const byChart = Map.groupBy(activity, ({ chart }) => chart);
  const work = charts.flatMap((chart) => {
    const standing = standings.get(chart.id);
    const times = new Map(byChart.get(chart.id)?.map((each) => [each.who, each]));
    const people = new Set([...(standing?.lastActs.keys() ?? []), ...times.keys()]);
    return [...people].map((who) => {
      const lastAct = standing?.lastActs.get(who);
      const days = [times.get(who)?.day ?? '', lastAct === undefined ? '' : dayOf(lastAct)];
      const own = (standing?.decisions ?? []).filter(
        (decision) => decision.who === who && dayOf(decision.at) >= since,
      );
      return {
        chart: chart.id,
        name: chart.name,
        type: chart.type,
        who,
        day: days.sort().at(-1) ?? '',
        finished: standing?.finished ?? false,
        activeSeconds: times.get(who)?.seconds ?? 0,
        actions: times.get(who)?.actions ?? 0,
        ...countsOf(own),
      };
    });
  });
  return work.filter(({ day }) => day >= since).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}

function countsOf(
  decisions: readonly BriefDecision[],
): Pick<ChartWork, 'finalCodes' | 'accepted' | 'changed' | 'added' | 'rejected' | 'unseen'> {
  const final = decisions.filter(isFinal);
  return {
    finalCodes: final.length,
    accepted: final.filter(({ decided }) => decided === 'accepted').length,
    changed: final.filter(({ decided, from }) => decided === 'added' && from !== null).length,
    added: final.filter(({ decided, from }) => decided === 'added' && from === null).length,
    rejected: decisions.filter(({ decided }) => decided === 'rejected').length,
    // A code that was given up was decided together with the one chosen instead.
    unseen: decisions.filter(({ decided, inView }) => decided !== 'changed' && !inView).length,
  };
}
