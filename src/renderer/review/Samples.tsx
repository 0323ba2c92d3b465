import { useState } from 'react';
import type { Sample } from '../../shared/review.ts';
import { formatDay, formatNumber } from '../components/format.ts';
import { Empty } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { DrawDialog } from './DrawDialog.tsx';
import { progressOf } from './sorting.ts';
import { planWords, scopeWords } from './words.ts';

/** The samples drawn, the latest first, and the way to draw another. */
export function Samples(props: {
  samples: readonly Sample[];
  onOpen: (entry: number) => void;
  onDrawn: (entry: number) => void;
}) {
  const [drawing, setDrawing] = useState(false);
  const samples = props.samples.toSorted((a, b) => b.entry - a.entry);
  const draw = (
    <button type="button" className="button button-primary" onClick={() => setDrawing(true)}>
      {t('review.draw')}
    </button>
  );
  return (
    <>
      {samples.length === 0 ? (
        <Empty title={t('review.noSamples')}>
          <p>{t('review.noSamplesText')}</p>
          {draw}
        </Empty>
      ) : (
        <>
          <div className="page-head">
            <p className="page-note">{t('review.samplesNote')}</p>
            {draw}
          </div>
          <div className="table-frame" tabIndex={0} role="region" aria-label={t('review.samples')}>
            <table className="table review-table">
              <thead>
                <tr>
                  <th scope="col">{t('review.sample')}</th>
                  <th scope="col">{t('review.plan')}</th>
                  <th scope="col">{t('review.way')}</th>
                  <th scope="col">{t('review.drawn')}</th>
                  <th scope="col">{t('review.progress')}</th>
                  <th scope="col" className="numeric">
                    {t('review.errors')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {samples.map((sample) => (
                  <SampleRow key={sample.entry} sample={sample} onOpen={props.onOpen} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {drawing && (
        <DrawDialog
          onClose={() => setDrawing(false)}
          onDrawn={(sample) => {
            setDrawing(false);
            props.onDrawn(sample.entry);
          }}
        />
      )}
    </>
  );
}

function SampleRow({ sample, onOpen }: { sample: Sample; onOpen: (entry: number) => void }) {
  const { closed, of, errors } = progressOf(sample);
  return (
    <tr data-testid="sample-row" data-sample={sample.entry}>
      <th scope="row">
        <button type="button" className="work-open" onClick={() => onOpen(sample.entry)}>
          {sample.name}
        </button>
      </th>
      <td>
        {planWords(sample)}
        <span className="review-note">{scopeWords(sample)}</span>
      </td>
      <td>{t(sample.blind ? 'review.blind' : 'review.open')}</td>
      <td>
        {sample.who}
        <span className="review-note">{formatDay(sample.at)}</span>
      </td>
      <td>
        <span className="review-progress">
          <progress max={Math.max(1, of)} value={closed} aria-label={t('review.progress')} />
          {t('review.closedOf', { closed, of })}
        </span>
      </td>
      <td className="numeric">{formatNumber(errors)}</td>
    </tr>
  );
}
