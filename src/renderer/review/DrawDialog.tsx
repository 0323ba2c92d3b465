import { useEffect, useState } from 'react';
import { SampleRequest, type Sample, type SamplePlan, type SamplePreview } from '../../shared/review.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatNumber } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { localDay } from '../worklist/days.ts';
import { typeKeys } from '../worklist/words.ts';
import { coderNames, daysBefore, planOf, type PlanFields } from './drawing.ts';
import { percent } from './words.ts';

const plans: readonly SamplePlan['by'][] = ['coder', 'type', 'confidence', 'overridden'];

/** Asks what sample is to be drawn, and shows beforehand what the plan would take of how many charts. */
export function DrawDialog(props: { onClose: () => void; onDrawn: (sample: Sample) => void }) {
  const [today] = useState(() => localDay(new Date()));
  const [name, setName] = useState('');
  const [fields, setFields] = useState<PlanFields>({ by: 'coder', n: '5', below: '70' });
  const [from, setFrom] = useState(() => daysBefore(today, 30));
  const [to, setTo] = useState(today);
  const [coders, setCoders] = useState<readonly string[] | null>(null);
  const [blind, setBlind] = useState(false);
  const [drawing, setDrawing] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const known = useLoaded('activity.work', { since: from, of: 'all' }).loaded;
  const names = known.phase === 'ready' ? coderNames(known.value) : [];

  const wanted = { plan: planOf(fields), from, to, coders, blind };
  const parsed = SampleRequest.safeParse({ ...wanted, name: name.trim() });
  const inOrder = from <= to;
  const preview = usePreview(inOrder ? { ...wanted, name: '–' } : null);
  const drawn = preview.strata?.reduce((sum, each) => sum + each.drawn, 0) ?? null;

  async function draw() {
    if (drawing) return;
    if (!parsed.success || !inOrder) {
      announce(t(name.trim() === '' ? 'review.nameNeeded' : 'review.fieldsNeeded'));
      return;
    }
    setDrawing(true);
    setFailure(null);
    try {
      const sample = await request('review.draw', parsed.data);
      announce(t('review.drawnOf', { count: sample.charts.length }));
      props.onDrawn(sample);
    } catch (error) {
      setFailure(asFailure(error));
      setDrawing(false);
    }
  }

  return (
    <AppDialog title={t('review.drawTitle')} testId="draw-dialog" onClose={props.onClose}>
      <form
        className="draw-form"
        onSubmit={(event) => {
          event.preventDefault();
          void draw();
        }}
      >
        <label className="draw-field">
          <span className="field-label">{t('review.name')}</span>
          <input
            className="field"
            autoFocus
            maxLength={100}
            value={name}
            placeholder={t('review.nameHint')}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <fieldset className="draw-plans">
          <legend className="field-label">{t('review.plan')}</legend>
          {plans.map((by) => (
            <div key={by} className="draw-plan">
              <label className="choice">
                <input
                  type="radio"
                  name="plan"
                  checked={fields.by === by}
                  onChange={() => setFields({ ...fields, by })}
                />
                {t(`review.by-${by}`)}
              </label>
              {fields.by === by && (by === 'coder' || by === 'type') && (
                <label className="draw-number">
                  <span className="visually-hidden">{t('review.number')}</span>
                  <input
                    type="number"
                    className="field"
                    min={1}
                    max={1000}
                    required
                    value={fields.n}
                    onChange={(event) => setFields({ ...fields, n: event.target.value })}
                  />
                </label>
              )}
              {fields.by === by && by === 'confidence' && (
                <label className="draw-number">
                  <span className="visually-hidden">{t('review.belowLabel')}</span>
                  <input
                    type="number"
                    className="field"
                    min={1}
                    max={100}
                    required
                    value={fields.below}
                    onChange={(event) => setFields({ ...fields, below: event.target.value })}
                  />
                  <span aria-hidden="true">{percentSign}</span>
                </label>
              )}
            </div>
          ))}
        </fieldset>
        <div className="draw-days">
          <label className="draw-field">
            <span className="field-label">{t('review.finishedFrom')}</span>
            <input
              type="date"
              className="field"
              required
              value={from}
              max={to}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label className="draw-field">
            <span className="field-label">{t('review.finishedTo')}</span>
            <input
              type="date"
              className="field"
              required
              value={to}
              min={from}
              onChange={(event) => setTo(event.target.value)}
            />
          </label>
        </div>
        {names.length > 1 && (
          <fieldset className="draw-coders">
            <legend className="field-label">{t('review.coders')}</legend>
            {names.map((each) => (
              <label key={each} className="choice">
                <input
                  type="checkbox"
                  checked={coders === null || coders.includes(each)}
                  onChange={(event) => setCoders(toggled(names, coders, each, event.target.checked))}
                />
                {each}
              </label>
            ))}
          </fieldset>
        )}
        <fieldset className="draw-ways">
          <legend className="field-label">{t('review.way')}</legend>
          {[false, true].map((way) => (
            <label key={String(way)} className="choice">
              <input type="radio" name="way" checked={blind === way} onChange={() => setBlind(way)} />
              <span>
                {t(way ? 'review.blind' : 'review.open')}
                <span className="review-note">{t(way ? 'review.blindNote' : 'review.openNote')}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Strata preview={preview} plan={fields.by} total={drawn} />
        {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="submit"
            className="button button-primary"
            aria-disabled={drawing || drawn === 0 || !parsed.success}
          >
            {drawing
              ? t('review.drawingNow')
              : drawn === null
                ? t('review.drawNow')
                : t('review.drawCount', { count: drawn })}
          </button>
        </div>
      </form>
    </AppDialog>
  );
}

const percentSign = '%';

interface Preview {
  strata: SamplePreview['strata'] | null;
  failure: RequestFailure | null;
  /** Whether it is of what the fields say now. */
  current: boolean;
}

/** How long the fields must rest before a preview is asked for, in milliseconds. */
const rest = 250;

function usePreview(wanted: object | null): Preview {
  const [answer, setAnswer] = useState<Omit<Preview, 'current'> & { to: string | null }>({
    strata: null,
    failure: null,
    to: null,
  });
  const to = wanted === null ? null : JSON.stringify(wanted);
  useEffect(() => {
    const parsed = to === null ? null : SampleRequest.safeParse(JSON.parse(to));
    if (!parsed?.success) return;
    let latest = true;
    const timer = setTimeout(() => {
      request('review.preview', parsed.data).then(
        ({ strata }) => latest && setAnswer({ strata, failure: null, to }),
        (error: unknown) => latest && setAnswer({ strata: null, failure: asFailure(error), to }),
      );
    }, rest);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [to]);
  return { strata: answer.strata, failure: answer.failure, current: to !== null && answer.to === to };
}

function Strata(props: { preview: Preview; plan: SamplePlan['by']; total: number | null }) {
  const { strata, failure, current } = props.preview;
  if (failure) return <FailureNotice failure={failure} />;
  if (strata === null) return <p className="dialog-note">{t('review.previewing')}</p>;
  const of = strata.reduce((sum, { charts }) => sum + charts, 0);
  if (of === 0) return <p className="dialog-note">{t('review.previewNone')}</p>;
  return (
    <div className="draw-preview" data-testid="draw-preview" data-stale={current ? undefined : 'true'}>
      <table className="table review-table">
        <caption className="visually-hidden">{t('review.preview')}</caption>
        <thead>
          <tr>
            <th scope="col">{t(props.plan === 'type' ? 'review.type' : 'review.stratum')}</th>
            <th scope="col" className="numeric">
              {t('review.matching')}
            </th>
            <th scope="col" className="numeric">
              {t('review.toDraw')}
            </th>
          </tr>
        </thead>
        <tbody>
          {strata.map(({ name, charts, drawn }) => (
            <tr key={name}>
              <th scope="row">{stratumWords(name)}</th>
              <td className="numeric">{formatNumber(charts)}</td>
              <td className="numeric">{formatNumber(drawn)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="dialog-note" role="status">
        {t('review.previewSum', {
          drawn: props.total ?? 0,
          of,
          percent: percent((props.total ?? 0) / of),
        })}
      </p>
    </div>
  );
}

/** Strata by encounter type come as the program's names. */
function stratumWords(name: string): string {
  for (const [type, key] of Object.entries(typeKeys)) if (type === name) return t(key);
  return name;
}

function toggled(
  all: readonly string[],
  chosen: readonly string[] | null,
  name: string,
  wanted: boolean,
): readonly string[] | null {
  const next = all.filter((each) => (each === name ? wanted : chosen === null || chosen.includes(each)));
  return next.length === all.length ? null : next;
}
