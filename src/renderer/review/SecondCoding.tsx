import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent as KeyPressed } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { CodedDiagnosis } from '../../shared/review.ts';
import { isInpatient, moved, nextPoa } from '../chart/finals.ts';
import { commandFor, placeOf } from '../chart/keyboard.ts';
import { useFamilies } from '../codes/useFamilies.ts';
import { CommandKey, Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { keepDraft, type DraftCode, type DraftEvent } from './second.ts';
import { poaName } from './words.ts';

/** The auditor's own coding of a chart, before the coder's codes are shown. */
export function SecondCoding(props: {
  sample: number;
  chart: Chart;
  codes: readonly DraftCode[];
  /** The code added last, with a count that grows with each, so that the focus follows. */
  added: { code: string; round: number };
  busy: boolean;
  /** Whether something lies over the screen, so that its keys rest. */
  covered: boolean;
  onChange: (event: DraftEvent) => void;
  /** Opens the book; a code that is chosen there is added. */
  onAdd: () => void;
  /** Resolves to whether it was recorded. */
  onRecord: (codes: CodedDiagnosis[]) => Promise<boolean>;
}) {
  const { sample, chart, codes, added, onChange: dispatch, onAdd } = props;
  const [focus, setFocus] = useState<{ code: string; round: number }>({ code: '', round: 0 });
  const list = useRef<HTMLOListElement>(null);
  const inpatient = isInpatient(chart.header.type);
  const order = codes.map(({ code }) => code);
  const families = useFamilies(chart.id, chart.header.encounterDate, inpatient ? order : []);
  const shown = codes.map((each) =>
    inpatient && each.poa === null && families.get(each.code)?.poaExempt === true
      ? { ...each, poa: 'exempt' as const }
      : each,
  );
  const withoutPoa = inpatient ? shown.filter(({ poa }) => poa === null).length : 0;
  const ready = codes.length > 0 && withoutPoa === 0;

  useEffect(() => keepDraft(sample, chart.id, codes), [sample, chart.id, codes]);
  useEffect(() => {
    if (focus.round > 0) list.current?.querySelector<HTMLElement>(`[data-code="${focus.code}"]`)?.focus();
  }, [focus]);

  const refocus = (code: string) => setFocus((before) => ({ code, round: before.round + 1 }));

  useEffect(() => {
    if (added.round === 0) return;
    // The book gives the focus back when it has closed.
    const row = () => list.current?.querySelector<HTMLElement>(`[data-code="${added.code}"]`)?.focus();
    const timer = setTimeout(row, 50);
    return () => clearTimeout(timer);
  }, [added]);

  async function record() {
    if (props.busy) return;
    if (codes.length === 0) announce(t('review.codeNeeded'));
    else if (withoutPoa > 0) announce(t('review.poaMissing', { count: withoutPoa }));
    else if (await props.onRecord(shown.map(({ code, poa }) => ({ code, poa })))) {
      keepDraft(sample, chart.id, []);
    }
  }

  function remove(code: string) {
    const at = order.indexOf(code);
    dispatch({ type: 'remove', code });
    announce(t('review.removed', { code }));
    const next = order[at + 1] ?? order[at - 1];
    if (next !== undefined) refocus(next);
  }

  function cyclePoa({ code, poa }: DraftCode) {
    if (!inpatient) return;
    const next = nextPoa(poa, families.get(code)?.poaExempt ?? false);
    dispatch({ type: 'poa', code, poa: next });
    announce(next === null ? t('review.noPoa') : t('review.poaIs', { poa: poaName(next) }));
  }

  function move(code: string, step: 'up' | 'down' | 'first') {
    const next = moved(order, code, step);
    if (!next) return;
    dispatch({ type: 'move', order: next });
    announce(t('review.movedTo', { code, place: next.indexOf(code) + 1 }));
    refocus(code);
  }

  function onRowKey(event: KeyPressed<HTMLElement>, code: DraftCode) {
    const command = commandFor(event, placeOf(event.target), singleLetters());
    const at = order.indexOf(code.code);
    const beside = command === 'next' ? order[at + 1] : command === 'previous' ? order[at - 1] : undefined;
    if (command === 'move-up' || command === 'move-down')
      move(code.code, command === 'move-up' ? 'up' : 'down');
    else if (command === 'principal') move(code.code, 'first');
    else if (command === 'poa') cyclePoa(code);
    else if (command === 'reject') remove(code.code);
    else if (beside !== undefined) refocus(beside);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const covered = event.target instanceof Element && event.target.closest('.overlay') !== null;
    if (event.defaultPrevented || covered || props.covered || event.repeat) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') void record();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  return (
    <section className="codes-pane second-coding" aria-label={t('review.second')} data-testid="second-coding">
      <div className="codes-scroll">
        <div className="codes-head">
          <h2>{t('review.second')}</h2>
          <span className="codes-count">{t('common.codes', { count: codes.length })}</span>
          <span className="codes-tools">
            <button type="button" className="button button-small" onClick={onAdd}>
              {t('review.addCode')} <CommandKey of="search" />
            </button>
          </span>
        </div>
        <p className="second-note">{t('review.secondNote')}</p>
        <ol className="second-list" ref={list}>
          {shown.map((each, index) => (
            <li
              key={each.code}
              className="second-row"
              tabIndex={0}
              data-testid="second-row"
              data-code={each.code}
              onKeyDown={(event) => onRowKey(event, each)}
            >
              <span className="final-place" aria-hidden="true">
                {index + 1}
              </span>
              <span className="second-words">
                <span className="code">{each.code}</span>{' '}
                {index === 0 && (
                  <span className="chip">{t(inpatient ? 'codes.finalPrincipal' : 'codes.finalFirst')}</span>
                )}
                <span className="second-title">{each.title}</span>
              </span>
              <span className="second-actions">
                {inpatient && (
                  <button
                    type="button"
                    className="final-poa"
                    data-testid="second-poa"
                    data-poa={each.poa ?? undefined}
                    aria-label={t('codes.finalPoa', {
                      code: each.code,
                      value: each.poa === null ? t('codes.finalPoaNone') : poaName(each.poa),
                    })}
                    onClick={() => cyclePoa(each)}
                  >
                    {each.poa === null ? t('codes.finalPoaMissing') : each.poa === 'exempt' ? '—' : each.poa}
                  </button>
                )}
                <button
                  type="button"
                  className="button button-quiet button-small"
                  aria-label={t('review.moveUp', { code: each.code })}
                  aria-disabled={index === 0}
                  onClick={() => move(each.code, 'up')}
                >
                  <span aria-hidden="true">↑</span>
                </button>
                <button
                  type="button"
                  className="button button-quiet button-small"
                  aria-label={t('review.remove', { code: each.code })}
                  onClick={() => remove(each.code)}
                >
                  <span aria-hidden="true">✕</span>
                </button>
              </span>
            </li>
          ))}
        </ol>
        {codes.length === 0 && <p className="codes-none">{t('review.secondEmpty')}</p>}
      </div>
      <div className="second-foot">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={!ready || props.busy}
          onClick={() => void record()}
        >
          {t('review.recordSecond')} <Keys of="Ctrl+Enter" />
        </button>
      </div>
    </section>
  );
}
