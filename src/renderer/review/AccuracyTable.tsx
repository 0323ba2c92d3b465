import { useState } from 'react';
import type { AccuracyRow } from '../../shared/review.ts';
import { t } from '../i18n/i18n.ts';
import { ShareButton, ShareWords, type ShowBehind } from './ShareButton.tsx';
import { sortedAccuracy, type Measure, type Sort } from './sorting.ts';

const columns: readonly ('label' | Measure)[] = ['label', 'codes', 'whole', 'principal'];
const shownFirst = 50;

/** Accuracy by coder, code, chapter or model; by name, or the worst first. */
export function AccuracyTable(props: {
  what: string;
  /** Whether the keys are codes, set as such beside their titles. */
  coded: boolean;
  rows: readonly AccuracyRow[];
  onBehind: ShowBehind;
}) {
  const [sort, setSort] = useState<Sort<'label' | Measure>>({ column: 'codes', direction: 'ascending' });
  const [all, setAll] = useState(false);
  const rows = sortedAccuracy(props.rows, sort);
  const shown = all ? rows : rows.slice(0, shownFirst);
  const name = (column: (typeof columns)[number]) =>
    column === 'label' ? props.what : t(`review.measure-${column}`);

  function sortBy(column: (typeof columns)[number]) {
    const same = column === sort.column && sort.direction === 'ascending';
    setSort({ column, direction: same ? 'descending' : 'ascending' });
  }

  return (
    <>
      <div className="table-frame" tabIndex={0} role="region" aria-label={props.what}>
        <table className="table review-table accuracy-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'label' ? undefined : 'numeric'}
                  aria-sort={sort.column === column ? sort.direction : undefined}
                >
                  <button type="button" className="sort-button" onClick={() => sortBy(column)}>
                    {name(column)}
                    <span aria-hidden="true" className="sort-arrow">
                      {sort.column === column ? (sort.direction === 'ascending' ? '↑' : '↓') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key} data-testid="accuracy-row" data-key={row.key}>
                <th scope="row">
                  {props.coded && <span className="code">{row.key} </span>}
                  {row.label}
                </th>
                {(['codes', 'whole', 'principal'] as const).map((measure) => (
                  <td key={measure} className="numeric">
                    <ShareButton
                      about={`${props.coded ? row.key : row.label}, ${name(measure)}`}
                      share={row[measure]}
                      onBehind={props.onBehind}
                    />
                    <span className="review-note">
                      <ShareWords share={row[measure]} short />
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <button type="button" className="button load-more" onClick={() => setAll(true)}>
          {t('work.showAll', { count: rows.length })}
        </button>
      )}
    </>
  );
}
