import { useState } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { Sample, SampledChart } from '../../shared/review.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { stateWords } from './words.ts';

/** A number and the charts behind it. */
export interface Behind {
  about: string;
  charts: readonly string[];
}

const ROW = 36;
const mostRows = 12;

/** The charts behind a number; Enter opens the review of one, or the chart where it is in no sample. */
export function BehindDialog(props: {
  behind: Behind;
  samples: readonly Sample[];
  onOpen: (chart: string) => void;
  onReview: (sample: number, chart: string) => void;
  onClose: () => void;
}) {
  const { about, charts } = props.behind;
  const { loaded } = useLoaded('worklist.list', {});
  const [reviews] = useState(() => latestReviews(props.samples));
  const here = new Map(loaded.phase === 'ready' ? loaded.value.map(({ id, name }) => [id, name]) : []);
  const items = charts.map((id) => {
    const review = reviews.get(id) ?? null;
    return { id, review, name: review?.chart.name ?? here.get(id) ?? null };
  });
  const away = items.filter(({ name }) => name === null).length;

  function open(id: string) {
    const item = items.find((each) => each.id === id);
    if (!item?.name) return;
    if (item.review) props.onReview(item.review.sample, id);
    else props.onOpen(id);
  }

  return (
    <AppDialog title={about} testId="behind-dialog" onClose={props.onClose}>
      <p className="dialog-note">
        {t('common.charts', { count: charts.length })}. {t('review.behindHint')}
        {loaded.phase === 'ready' && away > 0 && ` ${t('review.elsewhere', { count: away })}`}
      </p>
      {loaded.phase === 'loading' ? (
        <Loading what={t('review.opening')} />
      ) : (
        <div
          className="behind-list"
          style={{ height: 2 + ROW * Math.min(mostRows, Math.max(1, items.length)) }}
        >
          <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW }}>
            <GridList
              className="behind-grid"
              aria-label={about}
              items={items}
              autoFocus="first"
              onAction={(key) => open(String(key))}
            >
              {(item) => (
                <GridListItem
                  id={item.id}
                  className="behind-row"
                  textValue={item.name ?? item.id}
                  data-testid="behind-row"
                  data-chart-id={item.id}
                >
                  <span className="behind-name">{item.name ?? t('review.onOther', { id: item.id })}</span>
                  <span className="review-note">
                    {item.review
                      ? [item.review.chart.coder, stateWords(item.review.chart.state)].join(' · ')
                      : ''}
                  </span>
                </GridListItem>
              )}
            </GridList>
          </Virtualizer>
        </div>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={props.onClose}>
          {t('common.close')}
        </button>
      </div>
    </AppDialog>
  );
}

/** The latest sample that each chart is in. */
function latestReviews(samples: readonly Sample[]): Map<string, { sample: number; chart: SampledChart }> {
  const byEntry = samples.toSorted((a, b) => a.entry - b.entry);
  return new Map(
    byEntry.flatMap(({ entry, charts }) =>
      charts.map((chart): [string, { sample: number; chart: SampledChart }] => [
        chart.chart,
        { sample: entry, chart },
      ]),
    ),
  );
}
