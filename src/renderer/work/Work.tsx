import { useState, type ReactNode } from 'react';
import type { ChartWork } from '../../shared/coding.ts';
import { formatDate, formatNumber, formatShare } from '../components/format.ts';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { Behind, type Column } from './Behind.tsx';
import { Coders } from './Coders.tsx';
import { BarPlot, DotPlot, StackedBar } from './plots.tsx';
import { daysOf, decisionsOf, minutes, ranges, share, totalsOf, type Range } from './totals.ts';

/**
 * What was done to charts lately: as the screen "My work" by this coder, or as a part of the auditor's
 * screen by all. Coders are compared nowhere but there.
 */
export function Work(props: { of: 'me' | 'all'; onOpen: (chart: string) => void }) {
  const { of, onOpen } = props;
  const [range, setRange] = useState<Range>('week');
  const [today] = useState(() => new Date());
  const days = daysOf(range, today);
  const since = days[0] ?? '';
  const { loaded, reload } = useLoaded('activity.work', { since, of });

  const content = (
    <>
      <div className="page-head">
        <div>
          {of === 'me' && <ScreenTitle windowTitle={t('work.title')}>{t('work.title')}</ScreenTitle>}
          <p className="page-note">{t(of === 'me' ? 'work.note' : 'work.noteAll')}</p>
        </div>
        <fieldset className="work-ranges">
          <legend className="visually-hidden">{t('work.since')}</legend>
          {(Object.keys(ranges) as Range[]).map((each) => (
            <label key={each} className="choice">
              <input
                type="radio"
                name="work-range"
                checked={each === range}
                onChange={() => setRange(each)}
              />
              {t(`work.${each}`)}
            </label>
          ))}
        </fieldset>
      </div>
      {loaded.phase === 'loading' && <Loading what={t('work.loading')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' &&
        (loaded.value.length === 0 ? (
          <Empty title={t('work.emptyTitle')}>
            <p>{t('work.empty')}</p>
            {range !== 'month' && (
              <button type="button" className="button" onClick={() => setRange('month')}>
                {t('work.longer')}
              </button>
            )}
          </Empty>
        ) : (
          <Counted work={loaded.value} days={days} named={of === 'all'} onOpen={onOpen} />
        ))}
    </>
  );
  return of === 'me' ? (
    <div className="page page-wide" data-testid="work">
      {content}
    </div>
  ) : (
    <div data-testid="work">{content}</div>
  );
}

function Counted(props: {
  work: readonly ChartWork[];
  days: readonly string[];
  named: boolean;
  onOpen: (chart: string) => void;
}) {
  const { days, named } = props;
  const [wanted, setCoder] = useState<string | null>(null);
  // Another range may know nothing of the coder.
  const coder = props.work.some(({ who }) => who === wanted) ? wanted : null;
  const work = coder === null ? props.work : props.work.filter(({ who }) => who === coder);
  // Oldest first.
  const timed = work.filter(({ activeSeconds }) => activeSeconds > 0).toReversed();
  const coded = work.filter(({ finalCodes }) => finalCodes > 0).toReversed();
  const decided = work.filter((each) => decisionsOf(each) > 0);
  const unseen = work.filter((each) => each.unseen > 0);
  const totals = totalsOf(work);
  const { decisions } = totals;
  const ends = [formatDate(days[0] ?? ''), formatDate(days.at(-1) ?? '')] as const;
  const part = (count: number) => t('work.share', { count, percent: formatShare(share(count, decisions)) });
  const behind = (about: string, charts: readonly ChartWork[], columns: readonly Column[]) => (
    <Behind about={about} work={charts} named={named} columns={columns} onOpen={props.onOpen} />
  );

  return (
    <>
      {named && <Coders work={props.work} chosen={coder} onChoose={setCoder} />}
      <p className="work-charts" data-testid="work-charts">
        <strong>{t('common.charts', { count: totals.charts })}</strong>
        {coder !== null && ` · ${coder}`} · {t('work.finished', { count: totals.finished })}
      </p>
      <div className="work-panels">
        <Panel
          id="time"
          title={t('work.time')}
          value={
            totals.medianSeconds === null
              ? t('work.none')
              : t('work.timeValue', { minutes: minutes(totals.medianSeconds) })
          }
          note={t('work.timeNote', { minutes: minutes(totals.seconds) })}
        >
          <DotPlot
            label={t('work.time')}
            columns={days.length}
            ends={ends}
            dots={timed.map(({ chart, who, day, activeSeconds }) => ({
              key: `${chart} ${who}`,
              column: Math.max(0, days.indexOf(day)),
              value: minutes(activeSeconds),
            }))}
          />
          <p className="work-caption">{t('work.timePlot')}</p>
          {behind(t('work.time'), timed.toReversed(), [
            { title: t('work.minutes'), value: (each) => formatNumber(minutes(each.activeSeconds)) },
            {
              title: t('work.state'),
              value: (each) => t(each.finished ? 'work.isFinished' : 'work.isOpen'),
            },
          ])}
        </Panel>
        <Panel
          id="actions"
          title={t('work.actions')}
          value={
            totals.actionsPerCode === null ? t('work.none') : formatNumber(oneDecimal(totals.actionsPerCode))
          }
          note={t('work.actionsNote', { actions: totals.actions, codes: totals.finalCodes })}
        >
          <BarPlot
            label={t('work.actions')}
            values={coded.slice(-mostBars).map((each) => each.actions / each.finalCodes)}
            line={totals.actionsPerCode}
          />
          <p className="work-caption">{t('work.actionsPlot')}</p>
          {behind(t('work.actions'), coded.toReversed(), [
            { title: t('work.pressed'), value: (each) => formatNumber(each.actions) },
            { title: t('work.finalCodes'), value: (each) => formatNumber(each.finalCodes) },
            {
              title: t('work.perCode'),
              value: (each) => formatNumber(oneDecimal(each.actions / each.finalCodes)),
            },
          ])}
        </Panel>
        <Panel
          id="outcome"
          title={t('work.outcome')}
          value={t('work.accepted', { percent: formatShare(share(totals.accepted, decisions)) })}
          note={t('work.outcomeNote', { count: decisions })}
        >
          <StackedBar
            label={t('work.outcome')}
            parts={[
              {
                fill: 'solid',
                label: t('work.acceptedLabel'),
                value: totals.accepted,
                words: part(totals.accepted),
              },
              {
                fill: 'stripes',
                label: t('work.changed'),
                value: totals.changed,
                words: part(totals.changed),
              },
              { fill: 'dots', label: t('work.added'), value: totals.added, words: part(totals.added) },
              {
                fill: 'hollow',
                label: t('work.rejected'),
                value: totals.rejected,
                words: part(totals.rejected),
              },
            ]}
          />
          {behind(t('work.outcome'), decided, [
            { title: t('work.acceptedLabel'), value: (each) => formatNumber(each.accepted) },
            { title: t('work.changed'), value: (each) => formatNumber(each.changed) },
            { title: t('work.added'), value: (each) => formatNumber(each.added) },
            { title: t('work.rejected'), value: (each) => formatNumber(each.rejected) },
          ])}
        </Panel>
        <Panel
          id="unseen"
          title={t('work.unseen')}
          value={formatNumber(totals.unseen)}
          note={t('work.unseenNote', {
            count: decisions,
            percent: formatShare(share(totals.unseen, decisions)),
          })}
        >
          {behind(t('work.unseen'), unseen, [
            { title: t('work.unseenShort'), value: (each) => formatNumber(each.unseen) },
            { title: t('work.decisions'), value: (each) => formatNumber(decisionsOf(each)) },
          ])}
        </Panel>
      </div>
    </>
  );
}

/** More bars than this cannot be told apart. */
const mostBars = 120;

function Panel(props: { id: string; title: string; value: string; note: string; children: ReactNode }) {
  const heading = `work-${props.id}`;
  return (
    <section className="work-panel" aria-labelledby={heading} data-testid={heading}>
      <h2 id={heading}>{props.title}</h2>
      <p className="work-value">{props.value}</p>
      <p className="work-note">{props.note}</p>
      {props.children}
    </section>
  );
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
