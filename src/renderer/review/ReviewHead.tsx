import type { Chart } from '../../shared/chart.ts';
import type { ChartReview, Sample } from '../../shared/review.ts';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { t } from '../i18n/i18n.ts';
import { BackTo } from './BackTo.tsx';
import { CommandKey } from './CommandKey.tsx';
import type { ReviewCommand } from './keys.ts';
import type { Left } from './lines.ts';
import { stateWords, typeWords } from './words.ts';

/** The line above a chart under review: whose coding it is, how the review stands, and what ends it. */
export function ReviewHead(props: {
  sample: Sample;
  chart: Chart | null;
  /** Null until it is open. */
  review: ChartReview | null;
  left: Left;
  onCommand: (command: ReviewCommand) => void;
  onBeside: (step: 1 | -1) => void;
  onOpen: () => void;
  onBack: () => void;
}) {
  const { sample, chart, review, left } = props;
  const at = sample.charts.findIndex(({ chart: id }) => id === chart?.id);
  const judging = review?.coded && !['closed', 'returned'].includes(review.state);
  return (
    <>
      <div className="chart-head">
        <BackTo onBack={props.onBack}>{sample.name}</BackTo>
        <ScreenTitle windowTitle={chart?.name ?? t('review.chartTitle')}>
          {chart?.name ?? t('review.chartTitle')}
        </ScreenTitle>
        {review && (
          <p className="review-facts">
            <span>
              {t('review.codedBy', { coder: review.coder })} · {typeWords(chart?.header.type ?? null)}
            </span>
            <span className={`review-state review-state-${review.state}`} data-testid="review-state">
              {stateWords(review.state)}
            </span>
          </p>
        )}
        <span className="chart-tools">
          <span className="review-place">
            {at >= 0 && t('review.chartOf', { at: at + 1, of: sample.charts.length })}
          </span>
          <button
            type="button"
            className="button button-quiet button-small"
            aria-label={t('review.previousChart')}
            aria-disabled={at <= 0}
            onClick={() => props.onBeside(-1)}
          >
            <span aria-hidden="true">‹</span>
          </button>
          <button
            type="button"
            className="button button-quiet button-small"
            aria-label={t('review.nextChart')}
            aria-disabled={at < 0 || at >= sample.charts.length - 1}
            onClick={() => props.onBeside(1)}
          >
            <span aria-hidden="true">›</span>
          </button>
          <button type="button" className="button button-quiet button-small" onClick={props.onOpen}>
            {t('review.openChart')}
          </button>
          {judging && (
            <>
              <button
                type="button"
                className="button button-small"
                aria-disabled={left.errors.length === 0}
                aria-keyshortcuts="R"
                onClick={() => props.onCommand('return')}
              >
                {t('review.return')} <CommandKey of="return" />
              </button>
              <button
                type="button"
                className={`button button-small ${ready(left) ? 'button-primary' : ''}`}
                aria-keyshortcuts="C"
                onClick={() => props.onCommand('close')}
              >
                {t('review.close')} <CommandKey of="close" />
              </button>
            </>
          )}
        </span>
      </div>
      {review?.state === 'closed' && (
        <p className="banner banner-good" role="note">
          <strong>{t('review.state-closed')}</strong> {t('review.closedNote')}
        </p>
      )}
      {review?.state === 'returned' && (
        <p className="banner" role="note">
          <strong>{t('review.returnedTitle', { coder: review.coder })}</strong> {review.returned}
        </p>
      )}
    </>
  );
}

function ready(left: Left): boolean {
  return left.unjudged.length === 0 && left.disputed.length === 0;
}
