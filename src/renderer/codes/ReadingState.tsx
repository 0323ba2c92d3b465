import { useEffect, useRef } from 'react';
import { ProgressBar } from 'react-aria-components';
import type { Reading } from '../chart/state.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';

/** How far the model is with the chart, and what can be done about it. */
export function ReadingState(props: { reading: Reading; onRead: () => void; onStop: () => void }) {
  const { reading } = props;
  if (reading.phase === 'ready') return null;
  if (reading.phase === 'failed') return <FailureNotice failure={reading.failure} onRetry={props.onRead} />;
  if (reading.phase === 'stopped') {
    return <Stopped onRead={props.onRead} />;
  }
  return (
    <div className="reading">
      <ProgressBar
        className="progress"
        aria-label={t('codes.readingLabel')}
        isIndeterminate={reading.fraction === null}
        value={(reading.fraction ?? 0) * 100}
        data-testid="progress"
      >
        {({ percentage, valueText }) => (
          <>
            <span className="progress-words">
              {t(reading.first ? 'codes.readingFirst' : 'codes.reading')}
            </span>
            <span className="progress-value">{reading.fraction === null ? '' : valueText}</span>
            <span className="progress-track">
              <span
                className="progress-fill"
                data-indeterminate={reading.fraction === null ? 'true' : undefined}
                style={{ width: `${reading.fraction === null ? 30 : (percentage ?? 0)}%` }}
              />
            </span>
          </>
        )}
      </ProgressBar>
      <button type="button" className="button button-small" onClick={props.onStop}>
        {t('common.cancel')}
      </button>
    </div>
  );
}

/** Takes the focus from the Cancel button, which left with the reading. */
function Stopped(props: { onRead: () => void }) {
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => again.current?.focus(), []);
  return (
    <div className="notice" role="status">
      <p className="notice-title">{t('codes.stopped')}</p>
      <p>{t('codes.stoppedNote')}</p>
      <div className="notice-actions">
        <button type="button" className="button" onClick={props.onRead} ref={again}>
          {t('codes.readAgain')}
        </button>
      </div>
    </div>
  );
}
