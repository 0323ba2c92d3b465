import { useEffect, useState } from 'react';
import type { PickedRelease } from '../../shared/book.ts';
import type { Chart } from '../../shared/chart.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatDate } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';

/** The day of discharge or visit and the release it picks; a click corrects the day. */
export function EncounterDate(props: { chart: Chart; finished: boolean; onChanged: (chart: Chart) => void }) {
  const { chart } = props;
  const [picked, setPicked] = useState<PickedRelease | null>(null);
  const [editing, setEditing] = useState(false);

  useEffect(() => {
    let current = true;
    request('catalog.release', { chart: chart.id }).then(
      (answer) => current && setPicked(answer),
      // The codes pane says why nothing can be coded where no release is installed.
      () => current && setPicked(null),
    );
    return () => {
      current = false;
    };
  }, [chart.id, chart.encounterDate]);

  const day = chart.encounterDate === null ? 'No date found' : formatDate(chart.encounterDate);
  const release = picked && `${picked.release.title} ${picked.release.version}`;
  return (
    <>
      <button
        type="button"
        className="button button-quiet button-small"
        data-testid="encounter-date"
        aria-disabled={props.finished}
        title="Day of discharge or visit, and the release of the codes that it picks"
        onClick={() => {
          if (props.finished) announce('This chart is finished. Reopen it to change its date.');
          else setEditing(true);
        }}
      >
        {day}
        {release && ` · ${release}`}
      </button>
      {picked && !picked.covers && (
        <span className="chip chip-warn" role="note">
          No installed release covers {formatDate(picked.date)}
        </span>
      )}
      {editing && (
        <DateDialog
          chart={chart}
          onClose={() => setEditing(false)}
          onChanged={(changed) => {
            setEditing(false);
            props.onChanged(changed);
          }}
        />
      )}
    </>
  );
}

function DateDialog(props: { chart: Chart; onClose: () => void; onChanged: (chart: Chart) => void }) {
  const [date, setDate] = useState(props.chart.encounterDate ?? '');
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  async function save() {
    try {
      const chart = await request('charts.setEncounterDate', {
        chart: props.chart.id,
        date: date === '' ? null : date,
      });
      announce(date === '' ? 'The date is taken away.' : `The date is ${formatDate(date)}.`);
      props.onChanged(chart);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <AppDialog title="Day of discharge or visit" testId="encounter-date-dialog" onClose={props.onClose}>
      <form
        className="date-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>
          It decides which release of the codes is in force. Where it is not known, the release of today is
          used. A changed day can mean that the chart is read again.
        </p>
        <label className="field-label" htmlFor="encounter-date-field">
          Day
        </label>
        <input
          id="encounter-date-field"
          className="field"
          type="date"
          autoFocus
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
        {failure && <FailureNotice failure={failure} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Save
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
