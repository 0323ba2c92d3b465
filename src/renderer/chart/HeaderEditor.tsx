import { useEffect, useState } from 'react';
import type { PickedRelease } from '../../shared/book.ts';
import { EncounterType, type Chart, type EncounterHeader } from '../../shared/chart.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatDate } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';

/** What the chart's header says on one line, and the release that its day picks. A click corrects it. */
export function HeaderLine(props: { chart: Chart; closed: boolean; onEdit: () => void }) {
  const { chart } = props;
  const { header } = chart;
  const [picked, setPicked] = useState<PickedRelease | null>(null);

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
  }, [chart.id, header.encounterDate]);

  const line = [
    header.patient,
    header.record,
    header.type && t(`chart.type-${header.type}`),
    datesOf(header),
    header.due && t('chart.dueOn', { date: formatDate(header.due) }),
    header.assigned,
    picked && `${picked.release.title} ${picked.release.version}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <>
      <button
        type="button"
        className="button button-quiet button-small header-line"
        data-testid="encounter-date"
        aria-disabled={props.closed}
        title={`${line}\n${t('chart.headerEdit')}`}
        onClick={() => {
          if (props.closed) announce(t('chart.headerClosed'));
          else props.onEdit();
        }}
      >
        <span className="header-line-text">{line}</span>
      </button>
      {picked && !picked.covers && (
        <span className="chip chip-warn" role="note">
          {t('chart.noRelease', { date: formatDate(picked.date) })}
        </span>
      )}
    </>
  );
}

function datesOf({ admitted, encounterDate }: EncounterHeader): string {
  if (encounterDate === null) return t('chart.noDate');
  const day = formatDate(encounterDate);
  return admitted === null || admitted === encounterDate
    ? day
    : t('chart.from', { from: formatDate(admitted), to: day });
}

const textFields = ['patient', 'record', 'assigned'] as const;
const dateFields = ['admitted', 'encounterDate', 'due'] as const;
const longest: Record<(typeof textFields)[number], number> = { patient: 120, record: 60, assigned: 120 };

/** Every field of the header; empty ones are not known. */
export function HeaderEditor(props: { chart: Chart; onSaved: (chart: Chart) => void; onClose: () => void }) {
  const [header, setHeader] = useState(props.chart.header);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const set = (field: keyof EncounterHeader, value: string) =>
    setHeader((before) => ({ ...before, [field]: value === '' ? null : value }));

  async function save() {
    const trimmed = { ...header };
    for (const field of textFields) {
      const words = header[field]?.trim() ?? '';
      trimmed[field] = words === '' ? null : words;
    }
    try {
      const chart = await request('charts.setHeader', { chart: props.chart.id, header: trimmed });
      announce(t('chart.headerSaved'));
      props.onSaved(chart);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  const textField = (field: (typeof textFields)[number]) => (
    <label key={field} className="header-field" data-field={field}>
      <span>{t(`chart.${field}`)}</span>
      <input
        className="field"
        type="text"
        maxLength={longest[field]}
        autoFocus={field === 'patient'}
        value={header[field] ?? ''}
        onChange={(event) => set(field, event.target.value)}
      />
    </label>
  );

  return (
    <AppDialog title={t('chart.header')} testId="encounter-date-dialog" onClose={props.onClose}>
      <form
        className="header-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {textFields.slice(0, 2).map(textField)}
        <label className="header-field" data-field="type">
          <span>{t('chart.type')}</span>
          <select
            className="field"
            value={header.type ?? ''}
            onChange={(event) => set('type', event.target.value)}
          >
            <option value="">{t('chart.typeUnknown')}</option>
            {EncounterType.options.map((type) => (
              <option key={type} value={type}>
                {t(`chart.type-${type}`)}
              </option>
            ))}
          </select>
        </label>
        {textFields.slice(2).map(textField)}
        {dateFields.map((field) => (
          <label key={field} className="header-field" data-field={field}>
            <span>{t(`chart.${field}`)}</span>
            <input
              className="field"
              type="date"
              value={header[field] ?? ''}
              onChange={(event) => set(field, event.target.value)}
            />
          </label>
        ))}
        <p className="dialog-note">{t('chart.encounterDateNote')}</p>
        {failure && <FailureNotice failure={failure} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary">
            {t('common.save')}
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
