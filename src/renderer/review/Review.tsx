import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { BookRequest } from '../book/BookContext.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { ChartReviewScreen } from './ChartReviewScreen.tsx';
import { Figures } from './Figures.tsx';
import type { ReviewPlace } from './place.ts';
import { SampleCharts } from './SampleCharts.tsx';
import { Samples } from './Samples.tsx';

/** The auditor's desk: samples of finished charts, the review of each chart, and what the reviews show. */
export function Review(props: {
  place: ReviewPlace;
  onPlace: (place: ReviewPlace) => void;
  /** Opens a chart on the screen where it is coded. */
  onOpen: (chart: string) => void;
  onBook: (request: BookRequest) => void;
  /** Takes what opens the book from the chart under review; null when it is left. */
  onBookOpener: (open: (() => void) | null) => void;
  /** Whether something lies over the screen, so that its keys rest. */
  covered: boolean;
}) {
  const { place, onPlace } = props;
  const { loaded, reload } = useLoaded('review.samples', {});

  if (loaded.phase !== 'ready' && place.at !== 'figures') {
    return (
      <div className="page page-wide">
        <ScreenTitle windowTitle={t('review.title')}>{t('review.title')}</ScreenTitle>
        {loaded.phase === 'loading' && <Loading what={t('review.opening')} />}
        {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      </div>
    );
  }
  const samples = loaded.phase === 'ready' ? loaded.value : [];
  const sample =
    place.at === 'chart' || place.at === 'sample'
      ? samples.find(({ entry }) => entry === place.sample)
      : undefined;

  if (sample && place.at === 'chart') {
    return (
      <ChartReviewScreen
        key={`${sample.entry} ${place.chart}`}
        sample={sample}
        chart={place.chart}
        covered={props.covered}
        onBook={props.onBook}
        onBookOpener={props.onBookOpener}
        onOpen={props.onOpen}
        onChart={(chart) => onPlace({ ...place, chart })}
        onChanged={reload}
        onBack={() => onPlace({ at: 'sample', sample: sample.entry, last: place.chart })}
      />
    );
  }
  if (sample && place.at === 'sample') {
    return (
      <SampleCharts
        sample={sample}
        last={place.last}
        onReview={(chart) => onPlace({ at: 'chart', sample: sample.entry, chart })}
        onBack={() => onPlace({ at: 'samples' })}
      />
    );
  }
  return (
    <div className="page page-wide" data-testid="review">
      <ScreenTitle windowTitle={t('review.title')}>{t('review.title')}</ScreenTitle>
      <Tabs
        className="review-tabs"
        selectedKey={place.at === 'figures' ? 'figures' : 'samples'}
        onSelectionChange={(key) =>
          onPlace(key === 'figures' ? { at: 'figures', range: null } : { at: 'samples' })
        }
      >
        <TabList className="tab-list" aria-label={t('review.parts')}>
          <Tab id="samples" className="tab">
            {t('review.samples')}
          </Tab>
          <Tab id="figures" className="tab">
            {t('review.figures')}
          </Tab>
        </TabList>
        <TabPanel id="samples">
          <Samples
            samples={samples}
            onOpen={(entry) => onPlace({ at: 'sample', sample: entry, last: null })}
            onDrawn={(entry) => {
              reload();
              onPlace({ at: 'sample', sample: entry, last: null });
            }}
          />
        </TabPanel>
        <TabPanel id="figures">
          <Figures
            range={place.at === 'figures' ? place.range : null}
            samples={samples}
            onRange={(range) => onPlace({ at: 'figures', range })}
            onOpen={props.onOpen}
            onReview={(entry, chart) => onPlace({ at: 'chart', sample: entry, chart })}
          />
        </TabPanel>
      </Tabs>
    </div>
  );
}
