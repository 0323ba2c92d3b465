import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { AccuracyRow, ReviewFigures, Sample, Share } from '../../shared/review.ts';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { formatNumber } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { localDay } from '../worklist/days.ts';
import { AccuracyTable } from './AccuracyTable.tsx';
import { BehindDialog, type Behind } from './BehindDialog.tsx';
import { daysBefore } from './drawing.ts';
import { IntervalPlot } from './IntervalPlot.tsx';
import type { FigureRange } from './place.ts';
import { ShareButton, ShareWords, type ShowBehind } from './ShareButton.tsx';
import { TrendPlot } from './TrendPlot.tsx';
import { agreementWords, reasonWords, verdictWords } from './words.ts';
import { SMALL } from './wilson.ts';
import type { Measure } from './sorting.ts';

const measures: readonly Measure[] = ['codes', 'whole', 'principal'];
const groups = ['byCoder', 'byCode', 'byChapter', 'byModel'] as const;

/** What closed reviews show: accuracy, agreement and the model's part, each with the charts behind it. */
export function Figures(props: {
  /** Null for the last thirteen weeks of this workstation. */
  range: FigureRange | null;
  samples: readonly Sample[];
  onRange: (range: FigureRange) => void;
  onOpen: (chart: string) => void;
  onReview: (sample: number, chart: string) => void;
}) {
  const [today] = useState(() => localDay(new Date()));
  const range = props.range ?? { from: daysBefore(today, 13 * 7), to: today, of: 'here' as const };
  const [typed, setTyped] = useState({ from: range.from, to: range.to });
  const { loaded, reload } = useLoaded('review.figures', range);
  const [behind, setBehind] = useState<Behind | null>(null);

  /** Asks anew once both days make a range. */
  function choose(days: { from: string; to: string }) {
    setTyped(days);
    if (days.from !== '' && days.to !== '' && days.from <= days.to) props.onRange({ ...range, ...days });
  }

  return (
    <div data-testid="figures">
      <div className="page-head">
        <p className="page-note">{t('review.figuresNote')}</p>
        <div className="figures-range">
          <label className="filter-choice">
            {t('review.closedFrom')}
            <input
              type="date"
              className="figures-day"
              value={typed.from}
              max={typed.to}
              onChange={(event) => choose({ ...typed, from: event.target.value })}
            />
          </label>
          <label className="filter-choice">
            {t('review.closedTo')}
            <input
              type="date"
              className="figures-day"
              value={typed.to}
              min={typed.from}
              onChange={(event) => choose({ ...typed, to: event.target.value })}
            />
          </label>
          <fieldset className="work-ranges">
            <legend className="visually-hidden">{t('review.workstations')}</legend>
            {(['here', 'all'] as const).map((of) => (
              <label key={of} className="choice">
                <input
                  type="radio"
                  name="figures-of"
                  checked={range.of === of}
                  onChange={() => props.onRange({ ...range, of })}
                />
                {t(`review.of-${of}`)}
              </label>
            ))}
          </fieldset>
        </div>
      </div>
      {loaded.phase === 'loading' && <Loading what={t('review.counting')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' &&
        (loaded.value.all.whole.of === 0 ? (
          <Empty title={t('review.noFigures')}>
            <p>{t('review.noFiguresText')}</p>
          </Empty>
        ) : (
          <Shown figures={loaded.value} onBehind={setBehind} />
        ))}
      {behind && (
        <BehindDialog
          behind={behind}
          samples={props.samples}
          onOpen={props.onOpen}
          onReview={props.onReview}
          onClose={() => setBehind(null)}
        />
      )}
    </div>
  );
}

function Shown({ figures, onBehind }: { figures: ReviewFigures; onBehind: ShowBehind }) {
  return (
    <>
      <div className="work-panels figures-panels">
        {measures.map((measure) => (
          <Headline key={measure} measure={measure} row={figures.all} onBehind={onBehind} />
        ))}
      </div>
      <section className="work-panel figures-panel" aria-labelledby="figures-trend">
        <h2 id="figures-trend">{t('review.trend')}</h2>
        <p className="work-note">{t('review.trendNote')}</p>
        <TrendPlot trend={figures.trend} onBehind={onBehind} />
      </section>
      <section className="figures-panel" aria-labelledby="figures-accuracy">
        <h2 id="figures-accuracy" className="figures-title">
          {t('review.accuracy')} <span className="codes-count">{t('review.intervalNote')}</span>
        </h2>
        <Tabs>
          <TabList className="tab-list" aria-label={t('review.accuracyBy')}>
            {groups.map((group) => (
              <Tab key={group} id={group} className="tab">
                {t(`review.${group}`)}
              </Tab>
            ))}
          </TabList>
          {groups.map((group) => (
            <TabPanel key={group} id={group}>
              <AccuracyTable
                what={t(`review.${group}`)}
                coded={group === 'byCode'}
                rows={figures[group]}
                onBehind={onBehind}
              />
            </TabPanel>
          ))}
        </Tabs>
      </section>
      <div className="work-panels figures-panels figures-panel">
        <Verdicts verdicts={figures.verdicts} onBehind={onBehind} />
        <Agreement agreement={figures.agreement} onBehind={onBehind} />
        <Models models={figures.models} onBehind={onBehind} />
      </div>
    </>
  );
}

/** One accuracy of all reviews, against the target. */
function Headline(props: { measure: Measure; row: AccuracyRow; onBehind: ShowBehind }) {
  const { measure } = props;
  const share = props.row[measure];
  const title = t(`review.measure-${measure}`);
  return (
    <section
      className="work-panel"
      aria-labelledby={`figures-${measure}`}
      data-testid={`figures-${measure}`}
      data-few={share.of < SMALL ? 'true' : undefined}
    >
      <h2 id={`figures-${measure}`}>{title}</h2>
      <p className="work-value">
        <ShareButton about={title} share={share} onBehind={props.onBehind} large />
      </p>
      <p className="work-note">
        <ShareWords share={share} />
      </p>
      <IntervalPlot share={share} label={title} />
      <p className="work-caption">{t(`review.measureNote-${measure}`)}</p>
    </section>
  );
}

function Verdicts(props: { verdicts: ReviewFigures['verdicts']; onBehind: ShowBehind }) {
  return (
    <section className="work-panel" aria-labelledby="figures-verdicts" data-testid="figures-verdicts">
      <h2 id="figures-verdicts">{t('review.verdicts')}</h2>
      {props.verdicts.length === 0 && <p className="work-note">{t('review.noVerdicts')}</p>}
      {props.verdicts.length > 0 && (
        <table className="table review-table figures-small">
          <thead>
            <tr>
              <th scope="col">{t('review.verdict')}</th>
              <th scope="col">{t('review.reason')}</th>
              <th scope="col" className="numeric">
                {t('review.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {props.verdicts.map(({ verdict, reason, count, charts }) => {
              const words = [verdictWords(verdict), reason && reasonWords(reason)].filter(Boolean).join(', ');
              return (
                <tr key={`${verdict} ${reason ?? ''}`}>
                  <th scope="row">{verdictWords(verdict)}</th>
                  <td>{reason === null ? '–' : reasonWords(reason)}</td>
                  <td className="numeric">
                    <button
                      type="button"
                      className="work-open"
                      aria-label={t('review.chartsBehind', { about: words, value: formatNumber(count) })}
                      onClick={() => props.onBehind({ about: words, charts })}
                    >
                      {formatNumber(count)}
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Agreement beyond chance, with what the number means. */
function Agreement(props: { agreement: ReviewFigures['agreement']; onBehind: ShowBehind }) {
  const { kappa, alpha, charts } = props.agreement;
  const title = t('review.agreement');
  return (
    <section className="work-panel" aria-labelledby="figures-agreement" data-testid="figures-agreement">
      <h2 id="figures-agreement">{title}</h2>
      {kappa === null && alpha === null ? (
        <p className="work-note">{t('review.noAgreement')}</p>
      ) : (
        <>
          <dl className="figures-pairs">
            {(
              [
                ['kappa', kappa],
                ['alpha', alpha],
              ] as const
            ).map(([name, value]) => (
              <div key={name}>
                <dt>{t(`review.${name}`)}</dt>
                <dd>
                  {value === null ? (
                    t('review.notComputable')
                  ) : (
                    <>
                      <span className="figures-number">{twoDecimals(value)}</span> {agreementWords(value)}
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          <p>
            <button
              type="button"
              className="work-open"
              onClick={() => props.onBehind({ about: title, charts })}
            >
              {t('review.blindCharts', { count: charts.length })}
            </button>
          </p>
        </>
      )}
      <p className="work-caption">{t('review.agreementNote')}</p>
    </section>
  );
}

/** Of what each model suggested: taken by coders, and of that overturned by auditors. */
function Models(props: { models: ReviewFigures['models']; onBehind: ShowBehind }) {
  const cell = (about: string, share: Share) => (
    <>
      <ShareButton about={about} share={share} onBehind={props.onBehind} />
      <span className="review-note">
        <ShareWords share={share} short />
      </span>
    </>
  );
  return (
    <section className="work-panel" aria-labelledby="figures-models" data-testid="figures-models">
      <h2 id="figures-models">{t('review.models')}</h2>
      {props.models.length === 0 && <p className="work-note">{t('review.noModels')}</p>}
      {props.models.length > 0 && (
        <table className="table review-table figures-small">
          <thead>
            <tr>
              <th scope="col">{t('review.model')}</th>
              <th scope="col" className="numeric">
                {t('review.accepted')}
              </th>
              <th scope="col" className="numeric">
                {t('review.overturnedShare')}
              </th>
            </tr>
          </thead>
          <tbody>
            {props.models.map(({ model, accepted, overturned }) => (
              <tr key={model}>
                <th scope="row">{model}</th>
                <td className="numeric">{cell(`${model}, ${t('review.accepted')}`, accepted)}</td>
                <td className="numeric">{cell(`${model}, ${t('review.overturnedShare')}`, overturned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="work-caption">{t('review.modelsNote')}</p>
    </section>
  );
}

function twoDecimals(value: number): string {
  return formatNumber(Math.round(value * 100) / 100);
}
