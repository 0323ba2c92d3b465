import { useEffect, useRef } from 'react';
import { ProgressBar } from 'react-aria-components';
import { FailureNotice } from '../components/Notices.tsx';
import type { Reading } from '../chart/state.ts';

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
        aria-label="The model is reading the chart"
        isIndeterminate={reading.fraction === null}
        value={(reading.fraction ?? 0) * 100}
        data-testid="progress"
      >
        {({ percentage, valueText }) => (
          <>
            <span className="progress-words">The model is reading this chart…</span>
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
        Cancel
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
      <p className="notice-title">Reading was stopped.</p>
      <p>You can still read the chart and add codes from the catalogue.</p>
      <div className="notice-actions">
        <button type="button" className="button" onClick={props.onRead} ref={again}>
          Start reading again
        </button>
      </div>
    </div>
  );
}
