import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, CodingRun, PhysicianQuery, RejectReason } from '../../shared/coding.ts';
import { AcceptVisibleDialog, type Offered } from '../codes/AcceptVisibleDialog.tsx';
import { NoteDialog } from '../codes/NoteDialog.tsx';
import { ReasonDialog } from '../codes/ReasonDialog.tsx';
import { ScoresDialog } from '../codes/ScoresDialog.tsx';
import { AppDialog } from '../components/AppDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FinishDialog } from '../finish/FinishDialog.tsx';
import { t } from '../i18n/i18n.ts';
import { AnswerDialog } from '../query/AnswerDialog.tsx';
import { QueriesList } from '../query/QueriesList.tsx';
import { QueryDialog } from '../query/QueryDialog.tsx';
import { HeaderEditor } from './HeaderEditor.tsx';
import { KeyboardDialog } from './KeyboardDialog.tsx';
import type { CodeRow } from './rows.ts';
import type { ChartActions } from './useChart.ts';

/** What may lie over the chart, one at a time. */
export type OpenDialog =
  | { name: 'finish' | 'keyboard' | 'scores' | 'header' | 'query' | 'queries' | 'return' }
  | { name: 'reasons' | 'comment'; code: string }
  | { name: 'answer'; query: PhysicianQuery }
  | { name: 'visible'; offered: readonly Offered[] };

/** The dialog that is open over a chart, if any. */
export function ChartDialogs(props: {
  open: OpenDialog | null;
  onOpen: (next: OpenDialog | null) => void;
  chart: Chart;
  coding: ChartCoding;
  run: CodingRun | null;
  rows: readonly CodeRow[];
  selected: string | null;
  actions: ChartActions;
  onReject: (row: CodeRow, reason: RejectReason) => void;
  onNextChart: () => void;
}) {
  const { open, onOpen, chart, coding, rows, actions } = props;
  const close = () => onOpen(null);
  const selected = rows.find((row) => row.code === props.selected);

  switch (open?.name) {
    case undefined:
      return null;
    case 'finish':
      return (
        <FinishDialog
          chart={chart}
          coding={coding}
          run={props.run}
          onFinish={() => {
            close();
            actions.finish();
          }}
          onNext={() => {
            close();
            actions.finish(props.onNextChart);
          }}
          onClose={close}
        />
      );
    case 'keyboard':
      return <KeyboardDialog onClose={close} />;
    case 'scores':
      return props.run && <ScoresDialog run={props.run} row={selected} onClose={close} />;
    case 'header':
      return (
        <HeaderEditor
          chart={chart}
          onClose={close}
          onSaved={(changed) => {
            close();
            // Another day can mean another release of the codes, and with it another reading.
            if (changed.header.encounterDate !== chart.header.encounterDate) actions.openAgain();
            else actions.dispatch({ type: 'header-changed', chart: changed });
          }}
        />
      );
    case 'query':
      return (
        <QueryDialog
          chart={chart}
          coding={coding}
          code={selected?.code ?? null}
          evidence={selected?.mentions ?? []}
          others={rows.filter((row) => row.mentions.length > 0)}
          onSent={(next) => {
            close();
            actions.dispatch({ type: 'recast', coding: next });
            announce(t('chart.querySent'));
          }}
          onClose={close}
        />
      );
    case 'queries':
      return (
        <AppDialog title={t('chart.queriesTitle')} testId="queries-dialog" onClose={close}>
          <QueriesList
            chart={chart}
            queries={coding.queries}
            onAnswer={(query) => onOpen({ name: 'answer', query })}
          />
          <div className="dialog-actions">
            <button type="button" className="button" onClick={close}>
              {t('common.close')}
            </button>
          </div>
        </AppDialog>
      );
    case 'answer':
      return (
        <AnswerDialog
          chart={chart}
          query={open.query}
          onClosed={(next) => {
            close();
            actions.dispatch({ type: 'recast', coding: next });
            announce(t('chart.queryClosed'));
          }}
          onClose={close}
        />
      );
    case 'return':
      return (
        <NoteDialog
          title={t('chart.returnTitle')}
          label={t('chart.returnLabel')}
          testId="return-dialog"
          text=""
          action={t('chart.returnAction')}
          onSave={(note) => {
            close();
            actions.returnToCoder(note);
          }}
          onClose={close}
        />
      );
    case 'comment': {
      const { code } = open;
      const comment = coding.decisions.find((decision) => decision.code === code)?.comment ?? null;
      const save = (text: string | null) => {
        close();
        actions.comment(code, text);
      };
      return (
        <NoteDialog
          title={t('codes.commentTitle', { code })}
          label={t('codes.commentLabel')}
          testId="comment-dialog"
          text={comment ?? ''}
          action={t('common.save')}
          note={t('codes.commentNote')}
          onSave={save}
          onClose={close}
        >
          {comment !== null && (
            <button type="button" className="button" onClick={() => save(null)}>
              {t('codes.commentRemove')}
            </button>
          )}
        </NoteDialog>
      );
    }
    case 'reasons': {
      const row = rows.find(({ code }) => code === open.code);
      if (!row) return null;
      return (
        <ReasonDialog
          code={row.code}
          reason={row.decision?.reason ?? null}
          onChoose={(reason) => {
            close();
            props.onReject(row, reason);
          }}
          onClose={close}
        />
      );
    }
    case 'visible':
      return (
        <AcceptVisibleDialog
          offered={open.offered}
          onAccept={(accepted) => {
            close();
            actions.acceptAll(accepted);
          }}
          onShow={(code) => {
            close();
            actions.dispatch({ type: 'select', code });
          }}
          onClose={close}
        />
      );
  }
}
