import type { ReactNode } from 'react';
import type { RequestFailure } from '../bridge.ts';
import { t } from '../i18n/i18n.ts';

/** What went wrong and what to do, with a way to try again. */
export function FailureNotice(props: {
  failure: RequestFailure;
  onRetry?: () => void;
  onDismiss?: () => void;
}) {
  return (
    <div className="notice notice-failure" role="alert">
      <p className="notice-title">{props.failure.message}</p>
      <p>{props.failure.remedy}</p>
      <div className="notice-actions">
        {props.onRetry && (
          <button type="button" className="button" onClick={props.onRetry}>
            {t('common.tryAgain')}
          </button>
        )}
        {props.onDismiss && (
          <button type="button" className="button button-quiet" onClick={props.onDismiss}>
            {t('common.dismiss')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Stands where content will be, without making it jump when it comes. */
export function Loading(props: { what: string }) {
  return (
    <p className="loading" role="status">
      {props.what}
    </p>
  );
}

/** An empty screen that says what belongs there and how to get it. */
export function Empty(props: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{props.title}</p>
      {props.children}
    </div>
  );
}
