import { useState } from 'react';
import type { CodeRow } from '../chart/rows.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { confidenceLabel } from './words.ts';

/** An undecided suggestion, and whether its words have been before the coder's eyes. */
export interface Offered {
  row: CodeRow;
  seen: boolean;
}

/** Accepts together what the coder has looked at; what was not looked at can only be gone to. */
export function AcceptVisibleDialog(props: {
  offered: readonly Offered[];
  onAccept: (rows: CodeRow[]) => void;
  onShow: (code: string) => void;
  onClose: () => void;
}) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = props.offered.filter((each) => isAcceptable(each) && !left.has(each.row.code));

  const toggle = (code: string) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(code)) after.add(code);
      return after;
    });

  return (
    <AppDialog title={t('codes.visibleTitle')} testId="accept-visible-dialog" onClose={props.onClose}>
      <form
        className="visible-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) props.onAccept(chosen.map(({ row }) => row));
        }}
      >
        <p>{t('codes.visibleIntro')}</p>
        <ul className="visible-list">
          {props.offered.map((each) => (
            <li
              key={each.row.code}
              className="visible-row"
              data-testid="visible-row"
              data-code={each.row.code}
            >
              <label className="visible-label">
                <input
                  type="checkbox"
                  checked={isAcceptable(each) && !left.has(each.row.code)}
                  disabled={!isAcceptable(each)}
                  onChange={() => toggle(each.row.code)}
                />
                <span className="code">{each.row.code}</span>
                <span className="visible-title">{each.row.title}</span>
              </label>
              {isAcceptable(each) ? (
                <span className="visible-score">
                  {each.row.score === null ? '' : confidenceLabel(each.row.score)}
                </span>
              ) : (
                <span className="visible-unseen">
                  {t(each.row.billable ? 'codes.visibleNotSeen' : 'codes.visibleHeader')}{' '}
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={t('codes.visibleShow', { code: each.row.code })}
                    onClick={() => props.onShow(each.row.code)}
                  >
                    {t('codes.visibleShowShort')}
                  </button>
                </span>
              )}
            </li>
          ))}
        </ul>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="submit"
            className="button button-primary"
            autoFocus
            aria-disabled={chosen.length === 0}
          >
            {t('codes.visibleAccept', { count: chosen.length })} <Keys of="Enter" />
          </button>
        </div>
      </form>
    </AppDialog>
  );
}

/** A header cannot be coded, and nothing is coded unseen. */
function isAcceptable({ row, seen }: Offered): boolean {
  return row.billable && seen;
}
